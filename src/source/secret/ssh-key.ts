import { createHash, createPrivateKey, type KeyObject } from 'node:crypto'

/** A private key of SSH: what age needs of it. */
export type SshKey =
  | {
      readonly kind: 'ssh-ed25519'
      readonly seed: Uint8Array
      readonly publicKey: Uint8Array
      readonly wire: Uint8Array
    }
  | { readonly kind: 'ssh-rsa'; readonly key: KeyObject; readonly wire: Uint8Array }

const MAGIC = 'openssh-key-v1\0'
const ARMOR = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----/
/** Fewer bits are no key for age (agessh). */
const MIN_RSA_BITS = 2048

/**
 * Reads a private key of OpenSSH, or one in PEM as older ones are. Throws an Error that says what is wrong and holds nothing
 * of the key. Source: OpenSSH PROTOCOL.key; filippo.io/age agessh.
 */
export function readSshKey(text: string): SshKey {
  const body = ARMOR.exec(text)?.[1]
  return body === undefined ? keyOfPem(text) : keyOfOpenSsh(Buffer.from(body, 'base64'))
}

/** By what a file for this key is recognized: the first bytes of the digest of its public half. */
export function tagOf({ wire }: SshKey): string {
  return createHash('sha256').update(wire).digest().subarray(0, 4).toString('base64').replace(/=+$/, '')
}

function keyOfOpenSsh(bytes: Buffer): SshKey {
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('is no private key of OpenSSH')
  const outer = new Reader(bytes.subarray(MAGIC.length))
  const cipher = outer.text()
  outer.bytes()
  outer.bytes()
  if (outer.number() !== 1) throw new Error('holds several keys')
  outer.bytes()
  if (cipher !== 'none') throw new Error('is protected by a passphrase, which is not asked for')
  const inner = new Reader(outer.bytes())
  if (inner.number() !== inner.number()) throw new Error('is no private key of OpenSSH')
  const kind = inner.text()
  if (kind === 'ssh-ed25519') return ed25519(inner)
  if (kind === 'ssh-rsa') return rsa(inner)
  throw new Error(`is of the kind ${JSON.stringify(kind)} – expected ssh-ed25519 or ssh-rsa`)
}

function ed25519(reader: Reader): SshKey {
  const publicKey = reader.bytes()
  return ed25519Of(reader.bytes().subarray(0, 32), publicKey)
}

function ed25519Of(seed: Uint8Array, publicKey: Uint8Array): SshKey {
  if (seed.length !== 32 || publicKey.length !== 32) throw new Error('is no private key of OpenSSH')
  return { kind: 'ssh-ed25519', seed, publicKey, wire: wireOf('ssh-ed25519', publicKey) }
}

function rsa(reader: Reader): SshKey {
  const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => reader.bytes()) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ]
  const rest = (prime: Buffer): Buffer => bytesOf(integerOf(d) % (integerOf(prime) - 1n))
  const parts = { n, e, d, p, q, dp: rest(p), dq: rest(q), qi }
  const words = Object.entries(parts).map(([name, bytes]) => [name, withoutZeros(bytes).toString('base64url')])
  const jwk = Object.fromEntries([['kty', 'RSA'], ...words]) as Readonly<Record<string, string>>
  return rsaOf(createPrivateKey({ key: jwk, format: 'jwk' }))
}

function rsaOf(key: KeyObject): SshKey {
  const { n = '', e = '' } = key.export({ format: 'jwk' })
  const [modulus, exponent] = [Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url')]
  if (modulus.length * 8 < MIN_RSA_BITS) throw new Error(`has fewer than ${MIN_RSA_BITS} bits`)
  return { kind: 'ssh-rsa', key, wire: wireOf('ssh-rsa', positive(exponent), positive(modulus)) }
}

function keyOfPem(text: string): SshKey {
  if (/^Proc-Type: 4,ENCRYPTED|BEGIN ENCRYPTED PRIVATE KEY/m.test(text)) {
    throw new Error('is protected by a passphrase, which is not asked for')
  }
  const key = createPrivateKey(text)
  if (key.asymmetricKeyType === 'rsa') return rsaOf(key)
  const { d = '', x = '' } = key.export({ format: 'jwk' })
  return ed25519Of(Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url'))
}

/** Takes one part after the other. */
class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  number(): number {
    if (this.#at + 4 > this.#bytes.length) throw new Error('is cut short')
    this.#at += 4
    return this.#bytes.readUInt32BE(this.#at - 4)
  }

  bytes(): Buffer {
    const length = this.number()
    if (this.#at + length > this.#bytes.length) throw new Error('is cut short')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  text(): string {
    return this.bytes().toString('latin1')
  }
}

/** Strings behind each other, each with its length before it. */
function wireOf(kind: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Buffer.from(kind), ...parts].flatMap((part) => [lengthOf(part), part]))
}

function lengthOf(part: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(part.length)
  return length
}

/** With a zero before it where the first bit would make it negative. */
function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes
}

function withoutZeros(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0))
}

function integerOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex') || '0'}`)
}

function bytesOf(value: bigint): Buffer {
  const text = value.toString(16)
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex')
}
