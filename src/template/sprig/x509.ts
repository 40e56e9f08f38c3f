import type { KeyObject } from 'node:crypto'
import type { PrivateKey } from './crypto-key.ts'
import { nodeCrypto } from './crypto-node.ts'
import {
  bitString,
  booleanTrue,
  type DerElement,
  derNull,
  element,
  integer,
  objectId,
  octetString,
  readElements,
  readObjectId,
  sequence,
  text,
  time,
} from './der.ts'

/** What a certificate shall say. */
export interface CertificateRequest {
  readonly commonName: string
  /** Addresses of 4 or 16 bytes. */
  readonly addresses: readonly Uint8Array[]
  readonly names: readonly string[]
  readonly isAuthority: boolean
  readonly serial: bigint
  /** Milliseconds since the epoch. */
  readonly notBefore: number
  readonly notAfter: number
}

/** Who signs: the issuer's name and key identifier as its certificate has them, and its public key if it is known. */
export interface Issuer {
  readonly subject: Uint8Array
  readonly keyId: Uint8Array | undefined
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array | undefined
}

const OID = {
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basicConstraints: '2.5.29.19',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
  alternativeNames: '2.5.29.17',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const

/** The name of a subject with nothing but a common name, in DER. */
function subjectOf(commonName: string): Uint8Array {
  if (commonName === '') return sequence()
  return sequence(element(0x31, sequence(objectId(OID.commonName), text(commonName))))
}

/** Makes a certificate in DER. `issuer` undefined makes it self-signed. Throws Go's `x509: …` texts. */
export function createCertificate(
  request: CertificateRequest,
  keys: { readonly subject: PrivateKey; readonly signer: PrivateKey },
  issuer?: Issuer,
): Uint8Array {
  const { subject: own, signer } = keys
  if (signer.kind === 'dsa') throw new Error('x509: certificate private key does not implement crypto.Signer')
  if (own.kind === 'dsa') throw new Error('x509: unsupported public key type: *dsa.PublicKey')
  const algorithm = signatureAlgorithm(signer.kind, signer.key)
  const publicKey = publicKeyOf(own.key)
  const subject = subjectOf(request.commonName)
  if (issuer?.publicKey !== undefined && !isSame(issuer.publicKey, publicKeyOf(signer.key))) {
    throw new Error("x509: provided PrivateKey doesn't match parent's PublicKey")
  }
  const issuerName = issuer?.subject ?? subject
  const body = sequence(
    element(0xa0, integer(2n)),
    integer(request.serial),
    algorithm.id,
    issuerName,
    sequence(time(request.notBefore), time(request.notAfter)),
    subject,
    publicKey,
    element(
      0xa3,
      sequence(...extensionsOf(request, publicKey, isSame(issuerName, subject) ? undefined : issuer?.keyId)),
    ),
  )
  const signature = nodeCrypto().sign(algorithm.hash, body, signer.key)
  return sequence(body, algorithm.id, bitString(signature))
}

function publicKeyOf(key: KeyObject): Uint8Array {
  return nodeCrypto().createPublicKey(key).export({ type: 'spki', format: 'der' })
}

interface Algorithm {
  /** AlgorithmIdentifier in DER. */
  readonly id: Uint8Array
  readonly hash: string | null
}

const CURVE_ALGORITHMS: Readonly<Record<string, readonly [oid: string, hash: string]>> = {
  secp224r1: ['1.2.840.10045.4.3.2', 'sha256'],
  prime256v1: ['1.2.840.10045.4.3.2', 'sha256'],
  secp384r1: ['1.2.840.10045.4.3.3', 'sha384'],
  secp521r1: ['1.2.840.10045.4.3.4', 'sha512'],
}

function signatureAlgorithm(kind: 'rsa' | 'ec' | 'ed25519', key: KeyObject): Algorithm {
  if (kind === 'rsa') return { id: sequence(objectId('1.2.840.113549.1.1.11'), derNull()), hash: 'sha256' }
  if (kind === 'ed25519') return { id: sequence(objectId('1.3.101.112')), hash: null }
  const curve = CURVE_ALGORITHMS[key.asymmetricKeyDetails?.namedCurve ?? '']
  if (curve === undefined) throw new Error('x509: unknown elliptic curve')
  return { id: sequence(objectId(curve[0])), hash: curve[1] }
}

function extensionsOf(
  request: CertificateRequest,
  publicKey: Uint8Array,
  authority: Uint8Array | undefined,
): Uint8Array[] {
  const { isAuthority } = request
  // Bits from the left: digital signature 0, key encipherment 2, certificate signing 5.
  const usage = isAuthority ? bitString(Uint8Array.of(0xa4), 2) : bitString(Uint8Array.of(0xa0), 5)
  const extensions = [
    extension(OID.keyUsage, usage, true),
    extension(OID.extendedKeyUsage, sequence(objectId(OID.serverAuth), objectId(OID.clientAuth))),
    extension(OID.basicConstraints, isAuthority ? sequence(booleanTrue()) : sequence(), true),
  ]
  if (isAuthority) extensions.push(extension(OID.subjectKeyId, octetString(keyIdOf(publicKey))))
  if (authority !== undefined) {
    extensions.push(extension(OID.authorityKeyId, sequence(element(0x80, authority))))
  }
  const names = alternativeNames(request)
  if (names.length > 0) extensions.push(extension(OID.alternativeNames, sequence(...names), request.commonName === ''))
  return extensions
}

function extension(oid: string, value: Uint8Array, isCritical = false): Uint8Array {
  return sequence(objectId(oid), ...(isCritical ? [booleanTrue()] : []), octetString(value))
}

function alternativeNames({ names, addresses }: CertificateRequest): Uint8Array[] {
  return [
    ...names.map((name) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is meant.
      if (!/^[\x00-\x7f]*$/.test(name)) throw new Error(`x509: "${name}" cannot be encoded as an IA5String`)
      return element(0x82, Buffer.from(name, 'latin1'))
    }),
    ...addresses.map((address) => element(0x87, address)),
  ]
}

/** The first 20 bytes of the SHA-256 of the key's own bits. */
function keyIdOf(publicKey: Uint8Array): Uint8Array {
  const parts = readElements(single(publicKey).contents)
  const bits = (parts[1] as DerElement).contents.subarray(1)
  return nodeCrypto().createHash('sha256').update(bits).digest().subarray(0, 20)
}

/** Reads what signing needs from a certificate. Throws `x509: malformed certificate` and the like. */
export function parseIssuer(der: Uint8Array): Issuer {
  const parts = outerParts(der)
  if (parts[0]?.tag !== 0x30) throw new Error('x509: malformed tbs certificate')
  try {
    const [body, algorithm, signature, ...rest] = parts
    if (body?.tag !== 0x30 || algorithm?.tag !== 0x30 || signature?.tag !== 0x03 || rest.length > 0) throw new Error()
    const fields = readElements(body.contents)
    const offset = fields[0]?.tag === 0xa0 ? 1 : 0
    const [, , , , subject, publicKey, ...others] = fields.slice(offset)
    if (subject?.tag !== 0x30 || publicKey?.tag !== 0x30) throw new Error()
    return { subject: subject.whole, publicKey: publicKey.whole, keyId: keyIdIn(others) }
  } catch {
    throw new Error('x509: malformed certificate')
  }
}

function outerParts(der: Uint8Array): DerElement[] {
  try {
    const outer = single(der)
    if (outer.tag === 0x30) return readElements(outer.contents)
  } catch {
    // Told below.
  }
  throw new Error('x509: malformed certificate')
}

/** The subject key identifier among the fields that follow the public key. */
function keyIdIn(fields: readonly DerElement[]): Uint8Array | undefined {
  const wrapper = fields.find((field) => field.tag === 0xa3)
  if (wrapper === undefined) return undefined
  for (const { contents } of readElements(single(wrapper.contents).contents)) {
    const parts = readElements(contents)
    const value = parts.at(-1)
    const isKeyId = parts[0] !== undefined && readObjectId(parts[0].contents) === OID.subjectKeyId
    if (isKeyId && value !== undefined) return single(value.contents).contents
  }
  return undefined
}

function single(bytes: Uint8Array): DerElement {
  const [only, ...rest] = readElements(bytes)
  if (only === undefined || rest.length > 0) throw new Error('malformed DER')
  return only
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
