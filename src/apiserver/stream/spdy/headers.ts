import { constants, createInflate, type Inflate } from 'node:zlib'
import { StreamError } from '../error.ts'
import { headerDictionary } from './dictionary.ts'

/** Headers of a stream; names lower case, values that were sent several times joined by a zero character. */
export type SpdyHeaders = Readonly<Record<string, string>>

/** Packs the header blocks of one connection, in order. */
export class HeaderPacker {
  #isFirst = true
  /**
   * A block for the peer's inflater. Our headers are few and short, so they travel stored: valid zlib without state.
   */
  pack(headers: SpdyHeaders): Buffer {
    const plain = plainBlock(headers)
    const head = Buffer.alloc(5)
    head.writeUInt16LE(plain.length, 1)
    head.writeUInt16LE(~plain.length & 0xffff, 3)
    const parts = this.#isFirst ? [zlibHead, head, plain, flushMark] : [head, plain, flushMark]
    this.#isFirst = false
    return Buffer.concat(parts)
  }
}

/** Unpacks the header blocks of one connection, in order; one after the other. */
export class HeaderUnpacker {
  readonly #inflate: Inflate = createInflate({ dictionary: headerDictionary, finishFlush: constants.Z_SYNC_FLUSH })
  #chunks: Buffer[] = []
  #sizeBytes = 0
  #error: Error | undefined
  constructor() {
    this.#inflate.on('data', (chunk: Buffer) => this.#collect(chunk))
    this.#inflate.on('error', (error) => {
      this.#error = error
    })
  }
  /** Throws `protocol` for what is no block, `limit` past 64 KiB. */
  async unpack(block: Uint8Array): Promise<SpdyHeaders> {
    await this.#run(block)
    const plain = Buffer.concat(this.#chunks)
    this.#chunks = []
    this.#sizeBytes = 0
    if (plain.length > maxPlainBytes) throw new StreamError('limit', 'headers - too long')
    return readBlock(plain)
  }
  close(): void {
    this.#inflate.destroy()
  }
  #run(block: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new StreamError('protocol', 'headers - cannot be inflated'))
      if (this.#error !== undefined || this.#inflate.destroyed) return fail()
      this.#inflate.once('error', fail)
      this.#inflate.write(block, () => {
        this.#inflate.off('error', fail)
        if (this.#error === undefined) resolve()
        else fail()
      })
      return undefined
    })
  }
  /** What goes past the limit is dropped: a small block can stand for gigabytes. */
  #collect(chunk: Buffer): void {
    this.#sizeBytes += chunk.length
    if (this.#sizeBytes <= maxPlainBytes + chunk.length) this.#chunks.push(chunk)
    if (this.#sizeBytes > maxInflatedBytes) this.#inflate.destroy(new StreamError('limit', 'headers - too long'))
  }
}

const maxPlainBytes = 64 * 1024
const maxInflatedBytes = 256 * 1024
/** Deflate, no dictionary used. */
const zlibHead = Buffer.from([0x78, 0x01])
/** An empty stored block: Go's inflater gives nothing out before it. */
const flushMark = Buffer.from([0, 0, 0, 0xff, 0xff])

function plainBlock(headers: SpdyHeaders): Buffer {
  const entries = Object.entries(headers)
  const parts = [uint32(entries.length)]
  for (const [name, value] of entries) parts.push(lengthFirst(name.toLowerCase()), lengthFirst(value))
  return Buffer.concat(parts)
}

function lengthFirst(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8')
  return Buffer.concat([uint32(bytes.length), bytes])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function readBlock(plain: Buffer): SpdyHeaders {
  const headers: Record<string, string> = Object.create(null) as Record<string, string>
  let at = 0
  const number = (): number => {
    if (at + 4 > plain.length) throw new StreamError('protocol', 'headers - cut short')
    at += 4
    return plain.readUInt32BE(at - 4)
  }
  const text = (): string => {
    const length = number()
    if (at + length > plain.length) throw new StreamError('protocol', 'headers - cut short')
    at += length
    return plain.toString('utf8', at - length, at)
  }
  for (let count = number(); count > 0; count--) {
    const name = text().toLowerCase()
    headers[name] = text()
  }
  return headers
}
