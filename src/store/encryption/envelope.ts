import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { StoreError } from '../error.ts'
import type { EncryptionKey } from './key-file.ts'

/**
 * How a value is framed. One that starts with any byte but 0 is plain, as it is. 0 1 is followed by a plain value that
 * itself starts with 0. 0 2 is followed by the length and name of a key, a nonce of 12 bytes, AES-256-GCM's bytes and its
 * tag of 16. What is authenticated beside the value: the name of the key, and the store's key, so that a value cannot be moved.
 */
const frame = { mark: 0, plain: 1, sealed: 2 } as const
const nonceBytes = 12
const tagBytes = 16

/** A plain value as it is stored. */
export function framePlain(value: Uint8Array): Uint8Array {
  return value[0] === frame.mark ? Buffer.concat([Uint8Array.of(frame.mark, frame.plain), value]) : value
}

/** A value only who has the key can read, bound to its place. */
export function seal(value: Uint8Array, at: string, key: EncryptionKey): Uint8Array {
  const name = Buffer.from(key.name)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key.secret, nonce)
  cipher.setAAD(associatedData(key.name, at))
  const head = Uint8Array.of(frame.mark, frame.sealed, name.length)
  return Buffer.concat([head, name, nonce, cipher.update(value), cipher.final(), cipher.getAuthTag()])
}

/** The value behind stored bytes. Throws `corrupted` when no key opens it or it was changed or moved. */
export function open(stored: Uint8Array, at: string, keys: readonly EncryptionKey[]): Uint8Array {
  if (stored[0] !== frame.mark) return stored
  if (stored[1] === frame.plain) return stored.subarray(2)
  const name = sealedWith(stored)
  if (name === undefined) throw corrupted(at, 'has an unknown frame', 'plain or encrypted bytes')
  const key = keys.find((candidate) => candidate.name === name)
  if (key === undefined)
    throw corrupted(at, `is encrypted with key ${JSON.stringify(name)}`, 'that key in the key file')
  return decrypt(stored, at, key)
}

/** Name of the key that stored bytes are sealed with; undefined when they are plain. */
export function sealedWith(stored: Uint8Array): string | undefined {
  if (stored[0] !== frame.mark || stored[1] !== frame.sealed) return undefined
  return Buffer.from(stored.subarray(3, 3 + (stored[2] ?? 0))).toString()
}

function decrypt(stored: Uint8Array, at: string, key: EncryptionKey): Uint8Array {
  const start = 3 + (stored[2] ?? 0)
  const end = stored.length - tagBytes
  if (end < start + nonceBytes) throw corrupted(at, 'is cut short', 'a whole encrypted value')
  const decipher = createDecipheriv('aes-256-gcm', key.secret, stored.subarray(start, start + nonceBytes))
  decipher.setAAD(associatedData(key.name, at))
  decipher.setAuthTag(stored.subarray(end))
  try {
    return Buffer.concat([decipher.update(stored.subarray(start + nonceBytes, end)), decipher.final()])
  } catch (cause) {
    throw corrupted(
      at,
      `does not decrypt with key ${JSON.stringify(key.name)}`,
      'the bytes that were written at this key',
      cause,
    )
  }
}

function associatedData(name: string, at: string): Uint8Array {
  return Buffer.from(`${name}\0${at}`)
}

function corrupted(at: string, what: string, expected: string, cause?: unknown): StoreError {
  return new StoreError('corrupted', `${at} - ${what} - expected ${expected}`, { cause })
}
