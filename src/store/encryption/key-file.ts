import { StoreError } from '../error.ts'

/** A named AES-256 key. */
export interface EncryptionKey {
  readonly name: string
  /** 32 bytes. */
  readonly secret: Uint8Array
}

const line = /^([A-Za-z0-9._-]{1,63}):([A-Za-z0-9+/]{43}=)$/

/**
 * Reads a key file: one `name:base64` a line, the first writes, all read; empty lines and those that start with `#` are
 * left out. Throws `corrupted`, naming the line and never what is on it.
 */
export function parseKeyFile(text: string): readonly EncryptionKey[] {
  const keys = new Map<string, EncryptionKey>()
  for (const [at, content] of text.split('\n').entries()) {
    const trimmed = content.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const [, name, secret] = line.exec(trimmed) ?? []
    if (name === undefined || secret === undefined) throw broken(at + 1, 'is no key', 'name:base64 of 32 bytes')
    if (keys.has(name)) throw broken(at + 1, 'names a key a second time', 'names that differ')
    keys.set(name, { name, secret: Buffer.from(secret, 'base64') })
  }
  if (keys.size === 0) throw new StoreError('corrupted', 'key file - has no key - expected one name:base64 a line')
  return [...keys.values()]
}

/** One key as a line of a key file. */
export function formatKey({ name, secret }: EncryptionKey): string {
  return `${name}:${Buffer.from(secret).toString('base64')}\n`
}

function broken(number: number, what: string, expected: string): StoreError {
  return new StoreError('corrupted', `key file:${number} - ${what} - expected ${expected}`)
}
