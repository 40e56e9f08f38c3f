import { createDecipheriv } from 'node:crypto'
import { ENCRYPTED } from './rules.ts'

/** A decrypted value: what values hold, and its bytes as the MAC counts them. */
export interface Plain {
  readonly value: string | number | boolean
  readonly bytes: Uint8Array
}

const TAG_BYTES = 16
const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/**
 * Decrypts one value with AES-256 in GCM, its path as additional data. An empty text stays empty. Throws an Error that
 * says what is wrong and holds nothing of the value. Source: getsops/sops aes/cipher.go.
 */
export function decryptValue(text: string, key: Uint8Array, additionalData: string): Plain {
  if (text === '') return { value: '', bytes: new Uint8Array() }
  const [, data = '', iv = '', tag = '', type = ''] = ENCRYPTED.exec(text) ?? []
  if (type === '') throw new Error('is not in the form of an encrypted value')
  return plainOf(type, open(key, [iv, data, tag], additionalData))
}

function open(key: Uint8Array, parts: readonly string[], additionalData: string): Buffer {
  const [iv, data, tag] = parts.map((part) => Buffer.from(part, 'base64')) as [Buffer, Buffer, Buffer]
  if (iv.length === 0 || tag.length !== TAG_BYTES) throw new Error('is not in the form of an encrypted value')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(additionalData, 'utf8'))
    decipher.setAuthTag(tag)
    return Buffer.concat([decipher.update(data), decipher.final()])
  } catch {
    throw new Error('was changed, moved to another place, or encrypted with another key')
  }
}

function plainOf(type: string, bytes: Buffer): Plain {
  const text = bytes.toString('utf8')
  switch (type) {
    case 'str':
    case 'bytes':
    case 'time':
    case 'comment':
      return { value: text, bytes }
    case 'int':
    case 'int64':
      if (!/^[+-]?\d+$/.test(text)) throw new Error('is no integer')
      return { value: Number(text), bytes }
    case 'float':
      if (Number.isNaN(Number(text)) && text !== 'NaN') throw new Error('is no number')
      return { value: Number(text), bytes }
    case 'bool':
      if (!TRUE.has(text) && !FALSE.has(text)) throw new Error('is no boolean')
      return { value: TRUE.has(text), bytes: Buffer.from(TRUE.has(text) ? 'True' : 'False') }
    default:
      throw new Error(`has the type ${type} – expected str, int, float, bool, bytes or time`)
  }
}
