import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { int, type Value } from '../value.ts'
import { cryptoFunctions } from './crypto.ts'
import type { GoCertificate } from './crypto-certificate.ts'
import { generatePrivateKey } from './crypto-key.ts'

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)
const functions = new Map(
  cryptoFunctions({ now: () => NOW, randomBytes: (size) => randomBytes(size), timeZone: 'UTC' }).map((each) => [
    each.name,
    each,
  ]),
)

function call(name: string, ...values: Value[]): GoCertificate {
  return functions.get(name)?.call(...values) as GoCertificate
}

describe('certificates', () => {
  const ca = call('genCA', 'my-ca', int(365))
  const authority = new X509Certificate(ca.cert)

  test('an authority signs itself', () => {
    expect(authority.ca).toBe(true)
    expect(authority.subject).toBe('CN=my-ca')
    expect(authority.verify(authority.publicKey)).toBe(true)
    expect(authority.checkPrivateKey(createPrivateKey(ca.key))).toBe(true)
    expect([authority.validFrom, authority.validTo]).toEqual(['Jan  2 03:04:05 2026 GMT', 'Jan  2 03:04:05 2027 GMT'])
  })

  test('a signed certificate names its addresses and issuer', () => {
    const leaf = call('genSignedCert', 'web', ['10.0.0.1', '::1'], ['web.example', '*.web.example'], int(10), ca)
    const certificate = new X509Certificate(leaf.cert)
    expect(certificate.checkIssued(authority)).toBe(true)
    expect(certificate.verify(authority.publicKey)).toBe(true)
    expect(certificate.ca).toBe(false)
    expect(certificate.subjectAltName).toBe(
      'DNS:web.example, DNS:*.web.example, IP Address:10.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])
  })

  test.each(['ecdsa', 'ed25519', 'rsa'])('a %s key signs and is signed', (type) => {
    const pem = type === 'rsa' ? ca.key : generatePrivateKey(type)
    const own = call('genCAWithKey', 'own', int(1), pem)
    const certificate = new X509Certificate(own.cert)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    const leaf = call('genSignedCertWithKey', 'leaf', null, null, int(1), own, pem)
    expect(new X509Certificate(leaf.cert).verify(certificate.publicKey)).toBe(true)
    expect(own.key).toBe(pem)
  })

  test('years after 2049 are written in full', () => {
    const late = call('genSelfSignedCert', 'late', null, null, int(36_500))
    expect(new X509Certificate(late.cert).validTo).toBe('Dec  9 03:04:05 2125 GMT')
  })
})

test('a DSA key can be read by others', () => {
  const key = createPrivateKey(generatePrivateKey('dsa'))
  expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048, divisorLength: 256 })
})
