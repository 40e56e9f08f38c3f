import type { KeyObject } from 'node:crypto'
import { nodeCrypto } from './crypto-node.ts'
import { integer, readElements, sequence } from './der.ts'
import { decodePem, encodePem } from './pem.ts'

/** A private key; DSA keys are only carried along as DER, for nothing can be signed with them. */
export type PrivateKey =
  | { readonly kind: 'rsa' | 'ec' | 'ed25519'; readonly key: KeyObject }
  | { readonly kind: 'dsa'; readonly der: Uint8Array }

/** Steps that making an RSA key of 2048 bits counts for. */
export const KEY_COST = 125_000
/** Steps that a key of 4096 bits, or one for DSA, counts for. */
export const LARGE_KEY_COST = 500_000

/** A new RSA key of so many bits. */
export function generateRsa(bits: number): PrivateKey {
  const { privateKey } = nodeCrypto().generateKeyPairSync('rsa', { modulusLength: bits })
  return { kind: 'rsa', key: privateKey }
}

/** A new key of one of the types `rsa`, `dsa`, `ecdsa`, `ed25519` as PEM. An unknown type is told in the result. */
export function generatePrivateKey(type: string): string {
  switch (type) {
    case '':
    case 'rsa':
      return keyToPem(generateRsa(4096))
    case 'dsa':
      return keyToPem({ kind: 'dsa', der: generateDsa() })
    case 'ecdsa':
      return keyToPem({
        kind: 'ec',
        key: nodeCrypto().generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      })
    case 'ed25519':
      return keyToPem({ kind: 'ed25519', key: nodeCrypto().generateKeyPairSync('ed25519').privateKey })
    default:
      return `Unknown type ${type}`
  }
}

/** A DSA key of 2048 and 256 bits as `SEQUENCE { 0, p, q, g, y, x }`. */
function generateDsa(): Uint8Array {
  const crypto = nodeCrypto()
  const q = crypto.generatePrimeSync(256, { bigint: true })
  const p = crypto.generatePrimeSync(2048, { add: 2n * q, rem: 1n, bigint: true })
  let g = 1n
  for (let base = 2n; g === 1n; base++) g = power(base, (p - 1n) / q, p)
  const x = (BigInt(`0x${crypto.randomBytes(40).toString('hex')}`) % (q - 1n)) + 1n
  return sequence(...[0n, p, q, g, power(g, x, p), x].map(integer))
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** The key as PEM: PKCS#1 for RSA, SEC 1 for elliptic curves, PKCS#8 otherwise. */
export function keyToPem(key: PrivateKey): string {
  switch (key.kind) {
    case 'dsa':
      return encodePem('DSA PRIVATE KEY', key.der)
    case 'rsa':
      return encodePem('RSA PRIVATE KEY', key.key.export({ type: 'pkcs1', format: 'der' }))
    case 'ec':
      return encodePem('EC PRIVATE KEY', key.key.export({ type: 'sec1', format: 'der' }))
    case 'ed25519':
      return encodePem('PRIVATE KEY', key.key.export({ type: 'pkcs8', format: 'der' }))
  }
}

/** Reads a private key from PEM. Throws Sprig's texts: `no PEM data in input`, `invalid private key type X` … */
export function parsePrivateKey(pem: string): PrivateKey {
  const block = decodePem(pem)
  if (block === undefined) throw new Error('no PEM data in input')
  const { label, bytes } = block
  if (label === 'PRIVATE KEY') return told('decoding PEM as PKCS#8', () => readKey(bytes, 'pkcs8'))
  if (!label.endsWith(' PRIVATE KEY')) throw new Error(`no private key data in PEM block of type ${label}`)
  switch (label.slice(0, -' PRIVATE KEY'.length)) {
    case 'RSA':
      return told('parsing RSA private key from PEM', () => readKey(bytes, 'pkcs1'))
    case 'EC':
      return told('parsing EC private key from PEM', () => readKey(bytes, 'sec1'))
    case 'DSA':
      return told('parsing DSA private key from PEM', () => readDsa(bytes))
    default:
      throw new Error(`invalid private key type ${label}`)
  }
}

function told<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`)
  }
}

/** How Go prints the parameters of a field that has none. */
const PLAIN_FIELD =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}'

const GO_TYPES = { pkcs1: 'pkcs1PrivateKey', pkcs8: 'pkcs8', sec1: 'ecPrivateKey' } as const

type KeyForm = 'pkcs1' | 'pkcs8' | 'sec1'

const FORM_PARSERS: Readonly<Record<KeyForm, string>> = {
  pkcs1: 'ParsePKCS1PrivateKey',
  pkcs8: 'ParsePKCS8PrivateKey',
  sec1: 'ParseECPrivateKey',
}

function readKey(der: Uint8Array, form: KeyForm): PrivateKey {
  checkOuterTag(der, GO_TYPES[form])
  const key = tryForm(der, form)
  if (key === undefined) {
    const other = (['sec1', 'pkcs1', 'pkcs8'] as const).find((each) => each !== form && tryForm(der, each))
    if (other !== undefined) {
      throw new Error(`x509: failed to parse private key (use ${FORM_PARSERS[other]} instead for this key format)`)
    }
    throw new Error('asn1: syntax error: sequence truncated')
  }
  return key
}

function tryForm(der: Uint8Array, type: KeyForm): PrivateKey | undefined {
  let key: KeyObject
  try {
    const elements = readElements(readElements(der)[0]?.contents ?? new Uint8Array())
    if (formOf(elements.map((each) => each.tag)) !== type) return undefined
    key = nodeCrypto().createPrivateKey({ key: Buffer.from(der), format: 'der', type })
  } catch {
    return undefined
  }
  const kind = key.asymmetricKeyType
  return kind === 'rsa' || kind === 'ec' || kind === 'ed25519' ? { kind, key } : undefined
}

/** PKCS#1 is all integers, PKCS#8 has an algorithm second, SEC 1 an octet string. */
function formOf(tags: readonly number[]): KeyForm {
  if (tags[1] === 0x30) return 'pkcs8'
  return tags[1] === 0x04 ? 'sec1' : 'pkcs1'
}

/** What Go's asn1 says when the bytes are no sequence at all. */
function checkOuterTag(der: Uint8Array, goType: string): void {
  if (der.length === 0) throw new Error('asn1: syntax error: sequence truncated')
  if (der[0] !== 0x30) {
    const [first, length] = der as unknown as [number, number]
    const found = `{class:${first >> 6} tag:${first & 31} length:${length} isCompound:${(first & 0x20) !== 0}}`
    const prefix = goType === 'ecPrivateKey' ? 'x509: failed to parse EC private key: ' : ''
    throw new Error(`${prefix}asn1: structure error: tags don't match (16 vs ${found}) ${PLAIN_FIELD} ${goType} @2`)
  }
  let outer: readonly unknown[]
  try {
    outer = readElements(der)
  } catch {
    throw new Error('asn1: syntax error: data truncated')
  }
  if (outer.length !== 1) throw new Error('asn1: syntax error: trailing data')
}

function readDsa(der: Uint8Array): PrivateKey {
  checkOuterTag(der, 'DSAKeyFormat')
  const [outer] = readElements(der)
  const numbers = readElements(outer?.contents ?? new Uint8Array())
  if (numbers.length < 6 || numbers.some((number) => number.tag !== 0x02)) {
    throw new Error('asn1: syntax error: sequence truncated')
  }
  return { kind: 'dsa', der }
}
