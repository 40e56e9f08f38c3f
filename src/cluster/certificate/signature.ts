import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { type CertificateRequest, der, derOid, derSequence } from '#kube'

/** How a key signs: the AlgorithmIdentifier in DER and node:crypto's name of the hash (null where the scheme has its own). */
export interface SignatureAlgorithm {
  readonly id: Uint8Array
  readonly hash: string | null
}

/** Dotted identifiers of what may stand below a request, with the hash of each. */
const HASHES: ReadonlyMap<string, string | null> = new Map([
  ['1.2.840.113549.1.1.5', 'sha1'],
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.3.101.112', null],
])

const OF_CURVE: ReadonlyMap<string, string> = new Map([
  ['prime256v1', '1.2.840.10045.4.3.2'],
  ['secp384r1', '1.2.840.10045.4.3.3'],
  ['secp521r1', '1.2.840.10045.4.3.4'],
])

/** The algorithm that a private key signs with. Throws TypeError for a key of another sort. */
export function algorithmOf(key: KeyObject): SignatureAlgorithm {
  if (key.asymmetricKeyType === 'rsa') return algorithm('1.2.840.113549.1.1.11', der(0x05))
  if (key.asymmetricKeyType === 'ed25519') return algorithm('1.3.101.112')
  const curve = OF_CURVE.get(key.asymmetricKeyDetails?.namedCurve ?? '')
  if (curve === undefined) throw new TypeError(`key - ${key.asymmetricKeyType} - expected an RSA, ECDSA or Ed25519 key`)
  return algorithm(curve)
}

function algorithm(oid: string, ...parameters: readonly Uint8Array[]): SignatureAlgorithm {
  return { id: derSequence(derOid(oid), ...parameters), hash: HASHES.get(oid) ?? null }
}

/** The signature of some bytes. */
export function signBytes(bytes: Uint8Array, key: KeyObject): Uint8Array {
  return sign(algorithmOf(key).hash, bytes, key)
}

/** Whether a request was signed by the key that it brings. */
export function isRequestSigned(request: CertificateRequest): boolean {
  const hash = HASHES.get(request.algorithm)
  if (hash === undefined) return false
  try {
    const key = createPublicKey({ key: Buffer.from(request.publicKey), format: 'der', type: 'spki' })
    return verify(hash, request.body, key, request.signature)
  } catch {
    return false
  }
}
