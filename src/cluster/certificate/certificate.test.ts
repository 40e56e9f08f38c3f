import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCertificateRequest, readPem } from '#kube'
import { createAuthority, isIssuedBy, isRenewalDue, lifetimeOf, readAuthority } from './door.ts'

const YEAR_MS = 365 * 86_400_000
const validity = { nowMs: Date.UTC(2026, 5, 1), durationMs: YEAR_MS }
const authority = createAuthority('kubernetes', { ...validity, durationMs: 10 * YEAR_MS })
const AT = String(validity.nowMs / 1000 + 60)

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'certificate-'))
  writeFileSync(join(directory, 'ca.crt'), authority.pair.certificate)
})
afterAll(() => rmSync(directory, { recursive: true }))

/** Runs openssl with some files in place. */
function openssl(files: Readonly<Record<string, string>>, ...args: readonly string[]): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
  return execFileSync('openssl', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

describe('openssl agrees', () => {
  test('a server certificate with names and addresses', () => {
    const hosts = ['localhost', 'kubernetes.default.svc', '127.0.0.1', '::1', 'fd00::10:1', '::ffff:10.0.0.1']
    const { certificate } = authority.issueServer({ commonName: 'kube-apiserver', hosts, ...validity })
    const verified = openssl(
      { 's.crt': certificate },
      ...['verify', '-x509_strict', '-purpose', 'sslserver', '-attime', AT, '-CAfile', 'ca.crt', 's.crt'],
    )
    expect(verified).toContain('s.crt: OK')
    const read = new X509Certificate(certificate)
    expect(
      hosts.filter((host) => !(host.includes(':') || /^\d/.test(host))).every((host) => read.checkHost(host)),
    ).toBe(true)
    expect(['127.0.0.1', '::1', 'fd00::10:1'].map((host) => read.checkIP(host))).not.toContain(undefined)
  })

  test('a client certificate with several groups', () => {
    const groups = ['system:masters', 'zürich', 'a']
    const { certificate } = authority.issueClient({ user: 'kubernetes-admin', groups, ...validity })
    const verified = openssl(
      { 'c.crt': certificate },
      ...['verify', '-x509_strict', '-purpose', 'sslclient', '-attime', AT, '-CAfile', 'ca.crt', 'c.crt'],
    )
    expect(verified).toContain('c.crt: OK')
    const { subject } = new X509Certificate(certificate)
    expect(subject.split(/ \+ |\n/).sort()).toEqual(['CN=kubernetes-admin', 'O=a', 'O=system:masters', 'O=zürich'])
  })

  test('an authority that was read again signs for the same roots', () => {
    const { certificate } = readAuthority(authority.pair).issueClient({ user: 'a', groups: [], ...validity })
    expect(isIssuedBy(certificate, authority.pair.certificate)).toBe(true)
    expect(isIssuedBy(certificate, createAuthority('kubernetes', validity).pair.certificate)).toBe(false)
  })
})

describe('certificate requests', () => {
  const keys = [
    ['ec', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
    ['ec384', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'],
    ['rsa', '-newkey', 'rsa:2048'],
    ['ed25519', '-newkey', 'ed25519'],
  ]
  test.each(keys)('of openssl, signed by %s', (name, ...options) => {
    const subject = [
      '-subj',
      '/O=system:nodes/O=second/CN=system:node:one',
      '-addext',
      'subjectAltName=DNS:one,IP:10.0.0.7',
    ]
    const pem = openssl({}, 'req', '-new', '-nodes', '-keyout', `${name}.key`, ...options, ...subject)
    const request = readCertificateRequest(pem)
    expect(request).toMatchObject({
      commonName: 'system:node:one',
      organizations: ['system:nodes', 'second'],
      dnsNames: ['one'],
      addresses: [Uint8Array.of(10, 0, 0, 7)],
    })
    const certificate = authority.signRequest(pem, {
      ...validity,
      usages: ['digital signature', 'key encipherment', 'client auth'],
    })
    const purpose = ['-purpose', 'sslclient', '-attime', AT]
    expect(openssl({ 'r.crt': certificate }, 'verify', ...purpose, '-CAfile', 'ca.crt', 'r.crt')).toContain('OK')
    expect(new X509Certificate(certificate).subject).toContain('CN=system:node:one')
  })

  test('a request whose signature is not its own is refused', () => {
    const pem = openssl({}, 'req', '-new', '-nodes', '-keyout', 'x.key', '-newkey', 'ed25519', '-subj', '/CN=a')
    const [block] = readPem(pem)
    const bytes = Buffer.from(block!.bytes)
    bytes[bytes.length - 3]! ^= 1
    const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
    expect(() => authority.signRequest(forged, { ...validity, usages: [] })).toThrow(/signature/)
  })

  test.each([
    ['nothing', ''],
    ['another block', authority.pair.certificate],
    ['bytes that are no DER', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----'],
    ['many openings', '-----BEGIN CERTIFICATE REQUEST-----\n'.repeat(50_000)],
  ])('%s is refused', (_, pem) => {
    expect(() => readCertificateRequest(pem)).toThrow()
  })
})

test('a certificate is renewed after seven tenths of its life', () => {
  const { certificate } = authority.issueClient({
    user: 'a',
    groups: [],
    nowMs: validity.nowMs,
    durationMs: 1_000_000_000,
  })
  const { notBeforeMs, notAfterMs } = lifetimeOf(certificate)
  expect([notBeforeMs, notAfterMs]).toEqual([validity.nowMs - 300_000, validity.nowMs + 1_000_000_000])
  expect(isRenewalDue(certificate, validity.nowMs + 600_000_000)).toBe(false)
  expect(isRenewalDue(certificate, validity.nowMs + 705_000_000)).toBe(true)
  expect(isRenewalDue('no certificate', 0)).toBe(true)
})
