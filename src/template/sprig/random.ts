import { define } from '../define.ts'
import { type GoFunction, int } from '../value.ts'
import { intOf } from './cast.ts'
import type { SprigEnvironment } from './environment.ts'
import { checkBytes, checkItems } from './runtime.ts'

type RandomBytes = SprigEnvironment['randomBytes']

const DIGITS = '0123456789'
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Space to tilde. */
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('')

/** `randAlphaNum`, `randAlpha`, `randNumeric`, `randAscii`, `randInt`, `shuffle`, `uuidv4`. */
export function randomFunctions(environment: SprigEnvironment): GoFunction[] {
  const bytes: RandomBytes = (size) => environment.randomBytes(size)
  const once = (make: () => string): string => environment.remember?.(make) ?? make()
  const ofAlphabet = (name: string, alphabet: string) =>
    define(name, ['int'], (count) => once(() => randomText(bytes, alphabet, intOf(count))))
  return [
    ofAlphabet('randAlphaNum', LETTERS + DIGITS),
    ofAlphabet('randAlpha', LETTERS),
    ofAlphabet('randNumeric', DIGITS),
    ofAlphabet('randAscii', ASCII),
    define('randInt', ['int', 'int'], (min, max) => randomInt(bytes, intOf(min), intOf(max))),
    define('shuffle', ['string'], (text) => once(() => shuffle(bytes, text as string))),
    define('uuidv4', [], () => once(() => uuid(bytes(16)))),
  ]
}

function randomText(bytes: RandomBytes, alphabet: string, count: number): string {
  checkBytes(count, 'random text')
  if (count <= 0) return ''
  const fair = 256 - (256 % alphabet.length)
  const picked: string[] = []
  while (picked.length < count) {
    for (const byte of bytes(Math.min(count - picked.length + 16, 65_536))) {
      if (byte < fair && picked.length < count) picked.push(alphabet[byte % alphabet.length] as string)
    }
  }
  return picked.join('')
}

function randomInt(bytes: RandomBytes, min: number, max: number) {
  if (max - min <= 0) throw new Error('invalid argument to Intn')
  return int(BigInt(min) + below(bytes, BigInt(max) - BigInt(min)))
}

/** A number from 0 to below `limit`, all equally likely. */
function below(bytes: RandomBytes, limit: bigint): bigint {
  const fair = (1n << 64n) - ((1n << 64n) % limit)
  for (;;) {
    const sample = new DataView(Uint8Array.from(bytes(8)).buffer).getBigUint64(0)
    if (sample < fair) return sample % limit
  }
}

const WORD_LIMIT = 2 ** 32
const POOL_BYTES = 16_384

/** Gives numbers from 0 to below a limit of at most 2^32, all equally likely, from randomness fetched by the block. */
function picker(bytes: RandomBytes, most: number): (limit: number) => number {
  const size = Math.min(POOL_BYTES, 4 * most + 16)
  let pool = new DataView(new ArrayBuffer(0))
  let at = 0
  return (limit) => {
    const fair = WORD_LIMIT - (WORD_LIMIT % limit)
    for (;;) {
      if (at + 4 > pool.byteLength) {
        pool = new DataView(Uint8Array.from(bytes(size)).buffer)
        at = 0
      }
      const sample = pool.getUint32(at)
      at += 4
      if (sample < fair) return sample % limit
    }
  }
}

function shuffle(bytes: RandomBytes, text: string): string {
  checkItems(text.length, 'shuffle')
  const runes = Array.from(text)
  const pick = picker(bytes, runes.length)
  for (let last = runes.length - 1; last > 0; last--) {
    const other = pick(last + 1)
    ;[runes[last], runes[other]] = [runes[other] as string, runes[last] as string]
  }
  return runes.join('')
}

function uuid(random: Uint8Array): string {
  const bytes = Buffer.from(random)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
