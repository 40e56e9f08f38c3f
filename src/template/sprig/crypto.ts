import { fromBytes, toBytes } from '../bytes.ts'
import { define } from '../define.ts'
import type { GoFunction, Int } from '../value.ts'
import { decodeBase64, encodeBase64 } from './crypto-base64.ts'
import { certificateFunctions } from './crypto-certificate.ts'
import { generatePrivateKey, LARGE_KEY_COST } from './crypto-key.ts'
import { nodeCrypto } from './crypto-node.ts'
import { passwordFunctions } from './crypto-password.ts'
import type { SprigEnvironment } from './environment.ts'
import { checkBytes } from './runtime.ts'

const BLOCK = 16

/** Sprig's functions for hashes, passwords, keys, certificates and encryption. */
export function cryptoFunctions(environment: SprigEnvironment): GoFunction[] {
  const made = (make: () => string): string => environment.remember?.(make) ?? make()
  return [
    ...['sha1', 'sha256', 'sha512'].map((algorithm) =>
      define(`${algorithm}sum`, ['string'], (text) =>
        nodeCrypto()
          .createHash(algorithm)
          .update(toBytes(text as string))
          .digest('hex'),
      ),
    ),
    define('adler32sum', ['string'], (text) => String(adler32(toBytes(text as string)))),
    define('randBytes', ['int'], (count) => made(() => randomText(Number((count as Int).value), environment))),
    define('genPrivateKey', ['string'], (type) => made(() => generatePrivateKey(type as string)), {
      cost: LARGE_KEY_COST,
    }),
    define('encryptAES', ['string', 'string'], (password, text) =>
      encrypt(password as string, text as string, environment.randomBytes(BLOCK)),
    ),
    define('decryptAES', ['string', 'string'], (password, text) => decrypt(password as string, text as string)),
    ...passwordFunctions(environment),
    ...certificateFunctions(environment),
  ]
}

function adler32(bytes: Uint8Array): number {
  let low = 1
  let high = 0
  for (const byte of bytes) {
    low = (low + byte) % 65_521
    high = (high + low) % 65_521
  }
  return high * 65_536 + low
}

function randomText(count: number, environment: SprigEnvironment): string {
  if (count < 0) throw new Error('runtime error: makeslice: len out of range')
  checkBytes(count, 'randBytes')
  return encodeBase64(environment.randomBytes(count))
}

/** The first 32 bytes of the password, filled up with zeros. */
function aesKey(password: string): Uint8Array {
  const key = new Uint8Array(32)
  key.set(toBytes(password).subarray(0, 32))
  return key
}

function encrypt(password: string, text: string, iv: Uint8Array): string {
  if (text === '') return ''
  const cipher = nodeCrypto().createCipheriv('aes-256-cbc', aesKey(password), iv)
  return encodeBase64(Buffer.concat([iv, cipher.update(toBytes(text)), cipher.final()]))
}

/** Takes the padding off unchecked, as Sprig does: wrong passwords give garbage, or Go's complaint about the slice. */
function decrypt(password: string, text: string): string {
  if (text === '') return ''
  const bytes = decodeBase64(text)
  const capacity = Math.trunc(text.length / 4) * 3
  if (capacity < BLOCK) throw new Error(`runtime error: slice bounds out of range [:16] with capacity ${capacity}`)
  if (bytes.length < BLOCK) throw new Error(`runtime error: slice bounds out of range [16:${bytes.length}]`)
  const body = bytes.subarray(BLOCK)
  if (body.length % BLOCK !== 0) throw new Error('crypto/cipher: input not full blocks')
  if (body.length === 0) throw new Error('runtime error: index out of range [-1]')
  const decipher = nodeCrypto().createDecipheriv('aes-256-cbc', aesKey(password), bytes.subarray(0, BLOCK))
  decipher.setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(body), decipher.final()])
  const end = plain.length - (plain.at(-1) as number)
  if (end < 0) throw new Error(`runtime error: slice bounds out of range [:${end}]`)
  return fromBytes(plain.subarray(0, end))
}
