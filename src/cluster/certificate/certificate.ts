import { createHash, type KeyObject, randomBytes } from 'node:crypto'
import { der, derBits, derInteger, derOid, derSequence, derText, derTime, readDer, readOneDer, writePem } from '#kube'
import { algorithmOf, signBytes } from './signature.ts'

/** What a key may be used for, in the words of certificates.k8s.io. */
export type KeyUsage =
  | 'digital signature'
  | 'signing'
  | 'content commitment'
  | 'key encipherment'
  | 'data encipherment'
  | 'key agreement'
  | 'cert sign'
  | 'crl sign'
  | 'encipher only'
  | 'decipher only'
  | 'any'
  | 'server auth'
  | 'client auth'
  | 'code signing'
  | 'email protection'
  | 's/mime'
  | 'ipsec end system'
  | 'ipsec tunnel'
  | 'ipsec user'
  | 'timestamping'
  | 'ocsp signing'
  | 'microsoft sgc'
  | 'netscape sgc'

/** What a certificate shall say. Times are milliseconds since the epoch. */
export interface CertificateOrder {
  /** A name in DER; see `subjectName`. */
  readonly subject: Uint8Array
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array
  readonly notBeforeMs: number
  readonly notAfterMs: number
  readonly usages: readonly KeyUsage[]
  readonly isAuthority?: boolean
  readonly names?: AlternativeNames
}

/** Names a server is reached by. Addresses have 4 or 16 bytes. */
export interface AlternativeNames {
  readonly dnsNames?: readonly string[]
  readonly addresses?: readonly Uint8Array[]
  readonly emails?: readonly string[]
  readonly uris?: readonly string[]
}

/** Who signs. `subject` and `publicKey` are those of the signer's own certificate. */
export interface Signer {
  readonly subject: Uint8Array
  readonly publicKey: Uint8Array
  readonly key: KeyObject
}

/** Bits of the keyUsage extension, from the left. */
const USAGE_BITS: ReadonlyMap<KeyUsage, number> = new Map([
  ['digital signature', 0],
  ['signing', 0],
  ['content commitment', 1],
  ['key encipherment', 2],
  ['data encipherment', 3],
  ['key agreement', 4],
  ['cert sign', 5],
  ['crl sign', 6],
  ['encipher only', 7],
  ['decipher only', 8],
])

const EXTENDED_USAGES: ReadonlyMap<KeyUsage, string> = new Map([
  ['any', '2.5.29.37.0'],
  ['server auth', '1.3.6.1.5.5.7.3.1'],
  ['client auth', '1.3.6.1.5.5.7.3.2'],
  ['code signing', '1.3.6.1.5.5.7.3.3'],
  ['email protection', '1.3.6.1.5.5.7.3.4'],
  ['s/mime', '1.3.6.1.5.5.7.3.4'],
  ['ipsec end system', '1.3.6.1.5.5.7.3.5'],
  ['ipsec tunnel', '1.3.6.1.5.5.7.3.6'],
  ['ipsec user', '1.3.6.1.5.5.7.3.7'],
  ['timestamping', '1.3.6.1.5.5.7.3.8'],
  ['ocsp signing', '1.3.6.1.5.5.7.3.9'],
  ['microsoft sgc', '1.3.6.1.4.1.311.10.3.3'],
  ['netscape sgc', '2.16.840.1.113730.4.1'],
])

/** Makes a certificate of version 3 as PEM. Source: RFC 5280. */
export function createCertificate(order: CertificateOrder, signer: Signer): string {
  const { id } = algorithmOf(signer.key)
  const body = derSequence(
    der(0xa0, derInteger(Uint8Array.of(2))),
    derInteger(serialNumber()),
    id,
    signer.subject,
    derSequence(derTime(order.notBeforeMs), derTime(order.notAfterMs)),
    order.subject,
    order.publicKey,
    der(0xa3, derSequence(...extensionsOf(order, signer))),
  )
  return writePem('CERTIFICATE', derSequence(body, id, derBits(signBytes(body, signer.key))))
}

/** A positive number of 127 bits that nobody can guess. */
function serialNumber(): Uint8Array {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes
}

/** A name: the organizations as one set of values, as Go writes them, then the common name. */
export function subjectName(commonName: string, organizations: readonly string[] = []): Uint8Array {
  const attribute = (oid: string, value: string): Uint8Array => derSequence(derOid(oid), derText(value))
  const values = organizations.map((name) => attribute('2.5.4.10', name)).sort((a, b) => Buffer.compare(a, b))
  const sets = values.length > 0 ? [der(0x31, ...values)] : []
  if (commonName !== '') sets.push(der(0x31, attribute('2.5.4.3', commonName)))
  return derSequence(...sets)
}

function extensionsOf(order: CertificateOrder, signer: Signer): Uint8Array[] {
  const extended = [
    ...new Set(order.usages.map((usage) => EXTENDED_USAGES.get(usage)).filter((oid) => oid !== undefined)),
  ]
  const names = generalNames(order.names ?? {})
  const basic = order.isAuthority ? derSequence(der(0x01, Uint8Array.of(0xff))) : derSequence()
  const isNameless = order.subject.length === 2
  return [
    extension('2.5.29.15', usageBits(order.usages), true),
    ...(extended.length > 0 ? [extension('2.5.29.37', derSequence(...extended.map(derOid)))] : []),
    extension('2.5.29.19', basic, true),
    ...(order.isAuthority ? [extension('2.5.29.14', der(0x04, keyId(order.publicKey)))] : []),
    extension('2.5.29.35', derSequence(der(0x80, keyId(signer.publicKey)))),
    ...(names.length > 0 ? [extension('2.5.29.17', derSequence(...names), isNameless)] : []),
  ]
}

function extension(oid: string, value: Uint8Array, isCritical = false): Uint8Array {
  return derSequence(derOid(oid), ...(isCritical ? [der(0x01, Uint8Array.of(0xff))] : []), der(0x04, value))
}

function usageBits(usages: readonly KeyUsage[]): Uint8Array {
  const bits = usages.map((usage) => USAGE_BITS.get(usage)).filter((bit) => bit !== undefined)
  const bytes = new Uint8Array(Math.max(...bits, 0) > 7 ? 2 : 1)
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  const last = Math.max(...bits, 0)
  return derBits(bytes, 7 - (last & 7))
}

function generalNames({ dnsNames = [], addresses = [], emails = [], uris = [] }: AlternativeNames): Uint8Array[] {
  const ascii = (tag: number) => (text: string) => der(tag, Buffer.from(text, 'latin1'))
  return [
    ...dnsNames.map(ascii(0x82)),
    ...emails.map(ascii(0x81)),
    ...addresses.map((address) => der(0x87, address)),
    ...uris.map(ascii(0x86)),
  ]
}

/** The first 20 bytes of the SHA-256 of the key's own bits (RFC 7093, method 1). */
function keyId(publicKey: Uint8Array): Uint8Array {
  const bits = readDer(readOneDer(publicKey).contents)[1]?.contents.subarray(1) ?? new Uint8Array()
  return createHash('sha256').update(bits).digest().subarray(0, 20)
}
