import { define } from '../define.ts'
import { type GoFunction, GoObject, type Int, type Value } from '../value.ts'
import { toText } from './cast.ts'
import { parseAddress } from './crypto-address.ts'
import { decodeBase64 } from './crypto-base64.ts'
import { generateRsa, KEY_COST, keyToPem, type PrivateKey, parsePrivateKey } from './crypto-key.ts'
import type { SprigEnvironment } from './environment.ts'
import { decodePem, encodePem } from './pem.ts'
import { createCertificate, type Issuer, parseIssuer } from './x509.ts'

const DAY_NANOSECONDS = 86_400_000_000_000n
const RSA_BITS = 2048

/** A certificate and its key as PEM, Sprig's `certificate`. */
export class GoCertificate extends GoObject {
  readonly goType = 'sprig.certificate'
  readonly goKind = 'struct'
  readonly cert: string
  readonly key: string
  constructor(cert: string, key: string) {
    super()
    this.cert = cert
    this.key = key
  }
  fields(): ReadonlyMap<string, Value> {
    return new Map([
      ['Cert', this.cert],
      ['Key', this.key],
    ])
  }
  toJSON(): unknown {
    return { Cert: this.cert, Key: this.key }
  }
}

/** Sprig's functions that make certificates. */
export function certificateFunctions(environment: SprigEnvironment): GoFunction[] {
  const CA = 'sprig.certificate'
  const LIST = '[]interface {}'
  const key = (pem: Value | undefined): PrivateKey => keyFrom(pem as string, 'parsing private key')
  const authority = (values: Value[], own: () => PrivateKey): GoCertificate => {
    const [commonName, days] = values
    return issue({ commonName, days, isAuthority: true }, own(), environment)
  }
  const selfSigned = (values: Value[], own: () => PrivateKey): GoCertificate => {
    const [commonName, addresses, names, days] = values
    return issue({ commonName, addresses, names, days }, own(), environment)
  }
  const signed = (values: Value[], own: () => PrivateKey): GoCertificate => {
    const [commonName, addresses, names, days, ca] = values
    const subject = own()
    const signer = signerOf(ca as GoCertificate)
    return issue({ commonName, addresses, names, days, signer }, subject, environment)
  }
  const fresh = (): PrivateKey => generateRsa(RSA_BITS)
  const rsa = (): PrivateKey => environment.remember?.(fresh) ?? fresh()
  const pair = (name: string, params: readonly string[], make: typeof signed): GoFunction[] => [
    define(name, params, (...values) => make(values, rsa), { cost: KEY_COST }),
    define(`${name}WithKey`, [...params, 'string'], (...values) => make(values, () => key(values.at(-1)))),
  ]
  return [
    ...pair('genCA', ['string', 'int'], authority),
    ...pair('genSelfSignedCert', ['string', LIST, LIST, 'int'], selfSigned),
    ...pair('genSignedCert', ['string', LIST, LIST, 'int', CA], signed),
    define('buildCustomCert', ['string', 'string'], (cert, own) => customCertificate(cert as string, own as string)),
  ]
}

interface Order {
  readonly commonName: Value | undefined
  readonly addresses?: Value | undefined
  readonly names?: Value | undefined
  readonly days: Value | undefined
  readonly isAuthority?: boolean
  readonly signer?: { readonly issuer: Issuer; readonly key: PrivateKey }
}

function issue(order: Order, subject: PrivateKey, environment: SprigEnvironment): GoCertificate {
  const addresses = strings(order.addresses, 'error parsing ip').map((text) => {
    const address = parseAddress(text)
    if (address === undefined) throw new Error(`error parsing ip: ${text}`)
    return address
  })
  const names = strings(order.names, 'error processing alternate dns name')
  const now = environment.now()
  const request = {
    commonName: order.commonName as string,
    addresses,
    names,
    isAuthority: order.isAuthority ?? false,
    serial: BigInt(`0x${Buffer.from(environment.randomBytes(16)).toString('hex')}`),
    notBefore: now,
    notAfter: now + milliseconds(order.days as Int),
  }
  const keys = { subject, signer: order.signer?.key ?? subject }
  try {
    const der = createCertificate(request, keys, order.signer?.issuer)
    return new GoCertificate(encodePem('CERTIFICATE', der), keyToPem(subject))
  } catch (error) {
    throw new Error(`error creating certificate: ${(error as Error).message}`)
  }
}

/** Go counts the days in nanoseconds of 64 bits, and wraps around beyond 292 years. */
function milliseconds(days: Int): number {
  return Number(BigInt.asIntN(64, days.value * DAY_NANOSECONDS) / 1_000_000n)
}

function strings(values: Value | undefined, complaint: string): string[] {
  if (values === undefined || values === null) return []
  return (values as Value[]).map((value) => {
    if (typeof value === 'string') return value
    throw new Error(`${complaint}: ${value === null ? '<nil>' : toText(value)} is not a string`)
  })
}

function signerOf(ca: GoCertificate): { issuer: Issuer; key: PrivateKey } {
  const block = decodePem(ca.cert)
  if (block === undefined) throw new Error('unable to decode certificate')
  const issuer = issuerFrom(block.bytes, 'decodedSignerCert.Bytes')
  return { issuer, key: keyFrom(ca.key, 'error parsing private key') }
}

function issuerFrom(der: Uint8Array, what: string): Issuer {
  try {
    return parseIssuer(der)
  } catch (error) {
    throw new Error(`error parsing certificate: ${what}: ${(error as Error).message}`)
  }
}

function keyFrom(pem: string, complaint: string): PrivateKey {
  try {
    return parsePrivateKey(pem)
  } catch (error) {
    throw new Error(`${complaint}: ${(error as Error).message}`)
  }
}

function customCertificate(cert64: string, key64: string): GoCertificate {
  const cert = decoded(cert64, 'certificate')
  const key = decoded(key64, 'private key')
  const block = decodePem(cert)
  if (block === undefined) throw new Error('unable to decode certificate')
  issuerFrom(block.bytes, 'decodedCert.Bytes')
  keyFrom(key, 'error parsing private key')
  return new GoCertificate(cert, key)
}

function decoded(base64: string, what: string): string {
  try {
    return Buffer.from(decodeBase64(base64)).toString('utf8')
  } catch {
    throw new Error(`unable to decode base64 ${what}`)
  }
}
