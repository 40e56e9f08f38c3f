import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { JsonObject } from '#kube'

/** The keys of service account tokens: one signs, all verify. */
export interface JwtKeys {
  /** The compact form of a token with these claims. */
  sign(claims: JsonObject): string
  /** The claims of a token that one of the keys signed; undefined for every other text. */
  verify(token: string): JsonObject | undefined
  /** The public keys as a JWK set. */
  readonly jwks: JsonObject
  readonly algorithms: readonly string[]
}

interface PublicKey {
  readonly id: string
  readonly algorithm: Algorithm
  readonly key: KeyObject
  readonly jwk: JsonObject
}

interface Algorithm {
  readonly name: 'ES256' | 'ES384' | 'ES512' | 'RS256'
  readonly hash: string
}

/** At most so many verified tokens are remembered: checking a signature costs more than all the rest. */
const REMEMBERED = 4096

/**
 * Reads a private key (PEM) and further keys (private or public PEM) that only verify, so that a signing key can be
 * replaced while its tokens live. Throws node:crypto's error for what is no key, TypeError for a key of another sort.
 */
export function createJwtKeys(signingKeyPem: string, verificationKeyPems: readonly string[] = []): JwtKeys {
  const privateKey = createPrivateKey(signingKeyPem)
  const own = publicKeyOf(createPublicKey(privateKey))
  const others = verificationKeyPems.map((pem) => publicKeyOf(createPublicKey(pem)))
  const keys = new Map([own, ...others].map((key) => [key.id, key]))
  const header = encode({ alg: own.algorithm.name, kid: own.id })
  const verified = new Map<string, JsonObject>()
  return {
    jwks: { keys: [...keys.values()].map(({ jwk }) => jwk) },
    algorithms: [...new Set([...keys.values()].map(({ algorithm }) => algorithm.name))],
    sign: (claims) => {
      const text = `${header}.${encode(claims)}`
      const signature = sign(own.algorithm.hash, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
      return `${text}.${signature.toString('base64url')}`
    },
    verify: (token) => {
      const present = verified.get(token)
      if (present !== undefined) return present
      const claims = verifiedClaims(token, keys)
      if (claims === undefined) return undefined
      if (verified.size >= REMEMBERED) verified.clear()
      verified.set(token, claims)
      return claims
    },
  }
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function verifiedClaims(token: string, keys: ReadonlyMap<string, PublicKey>): JsonObject | undefined {
  const [head = '', body = '', signature = '', ...rest] = token.split('.', 4)
  if (rest.length > 0 || signature === '') return undefined
  const header = decodePart(head)
  const named = typeof header?.['kid'] === 'string' ? keys.get(header['kid']) : undefined
  // Tokens of old tools name no key: then each is tried.
  const candidates = header?.['kid'] === undefined ? [...keys.values()] : named === undefined ? [] : [named]
  const bytes = Buffer.from(`${head}.${body}`)
  const isSigned = candidates.some(({ algorithm, key }) => {
    if (header?.['alg'] !== algorithm.name) return false
    return verify(algorithm.hash, bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  })
  return isSigned ? decodePart(body) : undefined
}

/** The JSON object in a part of a token; undefined where it is none. */
export function decodePart(part: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

function publicKeyOf(key: KeyObject): PublicKey {
  const der = key.export({ type: 'spki', format: 'der' })
  const id = createHash('sha256').update(der).digest('base64url')
  const algorithm = algorithmOf(key)
  const { kty = '', ...rest } = key.export({ format: 'jwk' }) as Record<string, string>
  return { id, algorithm, key, jwk: { use: 'sig', kty, kid: id, alg: algorithm.name, ...rest } }
}

const OF_CURVE: ReadonlyMap<string, Algorithm> = new Map([
  ['prime256v1', { name: 'ES256', hash: 'sha256' }],
  ['secp384r1', { name: 'ES384', hash: 'sha384' }],
  ['secp521r1', { name: 'ES512', hash: 'sha512' }],
])

function algorithmOf(key: KeyObject): Algorithm {
  if (key.asymmetricKeyType === 'rsa') return { name: 'RS256', hash: 'sha256' }
  const algorithm = OF_CURVE.get(key.asymmetricKeyDetails?.namedCurve ?? '')
  if (algorithm === undefined)
    throw new TypeError(`token key - ${key.asymmetricKeyType} - expected an RSA or ECDSA key`)
  return algorithm
}
