import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'

/** A key to sign with, and the same as PEM for files. */
export interface PrivateKey {
  readonly key: KeyObject
  readonly pem: string
}

/** A new ECDSA key on P-256. */
export function createKey(): PrivateKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { key: privateKey, pem: privateKey.export({ type: 'sec1', format: 'pem' }) as string }
}

/** A key from PEM (SEC 1, PKCS#1 or PKCS#8). Throws node:crypto's error when there is none. */
export function readKey(pem: string): PrivateKey {
  return { key: createPrivateKey(pem), pem }
}

/** SubjectPublicKeyInfo of a key, in DER. */
export function publicKeyOf(key: KeyObject): Uint8Array {
  return (key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'der' })
}
