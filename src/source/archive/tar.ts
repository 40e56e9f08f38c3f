import { SourceError } from '../error.ts'

/** One entry of a tar stream. `type` is the header's flag: `0` file, `5` folder, `1` and `2` links, `3` to `6` special. */
export interface TarEntry {
  readonly name: string
  readonly type: string
  readonly link: string
  /** Unix mode, with the file type bits that some writers add. */
  readonly mode: number
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly data: Uint8Array
}

interface Extension {
  name?: string
  link?: string
  sizeBytes?: number
  modifiedMs?: number
}

const block = 512
const maxExtensionBytes = 1024 * 1024
const decoder = new TextDecoder()

/**
 * The entries of a tar stream in memory: ustar, GNU long names, pax records, base-256 sizes. Throws `bad-archive` for a
 * header that does not add up, a stream that ends inside an entry, and sparse files. Source: pax(1), GNU tar manual.
 */
export function* readTar(tar: Uint8Array): Generator<TarEntry> {
  let extension: Extension = {}
  let at = 0
  while (at + block <= tar.length) {
    const header = tar.subarray(at, at + block)
    if (isZero(header)) {
      if (at + 2 * block > tar.length || isZero(tar.subarray(at + block, at + 2 * block))) return
      throw bad('archive/tar: invalid tar header', 'a header is empty where an entry was expected')
    }
    const entry = readEntry(tar, at, extension)
    at += block + Math.ceil(entry.data.length / block) * block
    if (isExtension(entry.type)) {
      extension = extend(extension, entry)
      continue
    }
    extension = {}
    yield entry
  }
  if (at < tar.length) throw bad('unexpected EOF', 'the archive ends inside a header')
}

function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false
  return true
}

function bad(message: string, hint: string): SourceError {
  return new SourceError('bad-archive', message, { hint })
}

function readEntry(tar: Uint8Array, at: number, extension: Extension): TarEntry {
  const header = tar.subarray(at, at + block)
  if (!hasSum(header)) throw bad('archive/tar: invalid tar header', 'the header sum does not fit')
  const flag = header[156] === 0 || header[156] === 0x37 ? '0' : String.fromCharCode(header[156] ?? 0)
  if (flag === 'S') throw bad('archive/tar: sparse files are not supported', 'pack the chart without --sparse')
  const name = isExtension(flag) ? plainName(header) : (extension.name ?? plainName(header))
  const type = flag === '0' && name.endsWith('/') ? '5' : flag
  const sizeBytes = sizeOf(header, type, extension)
  const data = tar.subarray(at + block, at + block + sizeBytes)
  if (data.length < sizeBytes) throw bad('unexpected EOF', `the archive ends inside ${name}`)
  return {
    name,
    type,
    link: extension.link ?? text(header, 157, 100),
    mode: number(header, 100, 8),
    sizeBytes,
    modifiedMs: extension.modifiedMs ?? number(header, 136, 12) * 1000,
    data,
  }
}

function sizeOf(header: Uint8Array, type: string, extension: Extension): number {
  const isHeaderOnly = type >= '1' && type <= '6'
  const size = (isExtension(type) ? undefined : extension.sizeBytes) ?? number(header, 124, 12)
  if (size < 0 || !Number.isSafeInteger(size)) throw bad('archive/tar: invalid tar header', 'the size is not a number')
  return isHeaderOnly ? 0 : size
}

function hasSum(header: Uint8Array): boolean {
  let sum = 8 * 0x20
  for (let i = 0; i < block; i++) if (i < 148 || i >= 156) sum += header[i] ?? 0
  return sum === number(header, 148, 8)
}

/** The name field, after the prefix field where the magic says that there is one. */
function plainName(header: Uint8Array): string {
  const name = text(header, 0, 100)
  const isUstar = text(header, 257, 6) === 'ustar' && header[263] === 0x30
  const prefix = isUstar ? text(header, 345, 155) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function text(header: Uint8Array, from: number, length: number): string {
  let end = from
  while (end < from + length && header[end] !== 0) end++
  return decoder.decode(header.subarray(from, end))
}

/** Octal digits, or base-256 when the first bit is set; NaN when it is neither. */
function number(header: Uint8Array, from: number, length: number): number {
  const first = header[from] ?? 0
  if (first >= 0x80) return binary(header.subarray(from, from + length))
  const digits = text(header, from, length).trim()
  if (digits === '') return 0
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}

function binary(bytes: Uint8Array): number {
  if (((bytes[0] ?? 0) & 0x40) !== 0) return Number.NaN
  let value = (bytes[0] ?? 0) & 0x3f
  for (const byte of bytes.subarray(1)) value = value * 256 + byte
  return value
}

function isExtension(type: string): boolean {
  return type === 'x' || type === 'g' || type === 'L' || type === 'K'
}

function extend(extension: Extension, entry: TarEntry): Extension {
  if (entry.sizeBytes > maxExtensionBytes)
    throw bad('archive/tar: header field too long', 'an extended header is over 1 MiB')
  if (entry.type === 'g') return extension
  const value = decoder.decode(entry.data)
  if (entry.type === 'x') return { ...extension, ...readPax(entry.data) }
  const name = value.replace(/\0[\s\S]*$/, '')
  return entry.type === 'L' ? { ...extension, name } : { ...extension, link: name }
}

/** Records `LENGTH KEY=VALUE\n`, the length counting the whole record in bytes. */
function readPax(data: Uint8Array): Extension {
  const extension: Extension = {}
  let at = 0
  while (at < data.length) {
    const space = data.indexOf(0x20, at)
    const length = Number(decoder.decode(data.subarray(at, Math.max(at, space))))
    const isSound = space > at && length > space - at && at + length <= data.length && data[at + length - 1] === 0x0a
    if (!Number.isInteger(length) || !isSound)
      throw bad('archive/tar: invalid tar header', 'a pax record does not add up')
    addRecord(extension, decoder.decode(data.subarray(space + 1, at + length - 1)))
    at += length
  }
  return extension
}

function addRecord(extension: Extension, record: string): void {
  const equals = record.indexOf('=')
  const key = record.slice(0, equals)
  const value = record.slice(equals + 1)
  if (equals < 1 || value.includes('\0')) throw bad('archive/tar: invalid tar header', 'a pax record does not add up')
  if (key === 'path') extension.name = value
  else if (key === 'linkpath') extension.link = value
  else if (key === 'size') extension.sizeBytes = /^\d+$/.test(value) ? Number(value) : Number.NaN
  else if (key === 'mtime') extension.modifiedMs = Number(value) * 1000 || 0
  else if (key.startsWith('GNU.sparse.'))
    throw bad('archive/tar: sparse files are not supported', 'pack the chart without --sparse')
}
