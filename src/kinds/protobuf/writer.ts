import { Buffer } from 'node:buffer'
import { wire } from './reader.ts'

/**
 * Bytes that are written back to front, so that the length of a message is known when it is written. What is written
 * first comes last. One value of it lives as long as one encoding.
 */
export class Writer {
  #buffer = Buffer.allocUnsafe(1024)
  #at = 1024

  /** Bytes written so far. */
  get length(): number {
    return this.#buffer.length - this.#at
  }

  /** All that was written; the writer must not be used again. */
  finish(): Uint8Array {
    return this.#buffer.subarray(this.#at)
  }

  /** A field's number and wire type. */
  tag(number: number, type: number): void {
    this.varint(number * 8 + type)
  }

  /** A whole number from -2^63 to 2^64. */
  varint(value: number): void {
    if (value >= 0 && value < 0x80) {
      this.#room(1)
      this.#buffer[--this.#at] = value
    } else if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) this.#groups(value)
    else this.#bigGroups(BigInt.asUintN(64, BigInt(value)))
  }

  /** The tag and length of all that was written since there were `length` bytes. */
  close(number: number, length: number): void {
    this.varint(this.length - length)
    this.tag(number, wire.bytes)
  }

  /** A field of text. */
  text(number: number, value: string): void {
    const before = this.length
    if (value.length > 64 || !this.#ascii(value)) this.#utf8(value)
    this.close(number, before)
  }

  /** A field of bytes. */
  bytes(number: number, value: Uint8Array): void {
    const before = this.length
    this.#room(value.length)
    this.#at -= value.length
    this.#buffer.set(value, this.#at)
    this.close(number, before)
  }

  /** A field of a whole number. */
  integer(number: number, value: number): void {
    this.varint(value)
    this.tag(number, wire.varint)
  }

  /** A field of a double. */
  double(number: number, value: number): void {
    this.#room(8)
    this.#at -= 8
    this.#buffer.writeDoubleLE(value, this.#at)
    this.tag(number, wire.fixed64)
  }

  /** Short texts are mostly ASCII, and then quicker written byte by byte. False, with nothing written, where it is not. */
  #ascii(value: string): boolean {
    this.#room(value.length)
    const start = this.#at - value.length
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index)
      if (code > 0x7f) return false
      this.#buffer[start + index] = code
    }
    this.#at = start
    return true
  }

  #utf8(value: string): void {
    const size = Buffer.byteLength(value)
    this.#room(size)
    this.#at -= size
    this.#buffer.write(value, this.#at, size, 'utf8')
  }

  #groups(value: number): void {
    let size = 1
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 128)) size++
    this.#room(size)
    this.#at -= size
    let rest = value
    for (let index = 0; index < size; index++) {
      this.#buffer[this.#at + index] = (rest % 128) + (index < size - 1 ? 0x80 : 0)
      rest = Math.floor(rest / 128)
    }
  }

  #bigGroups(value: bigint): void {
    const bytes: number[] = []
    for (let rest = value; rest > 0n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) + (rest > 0x7fn ? 0x80 : 0))
    this.#room(bytes.length)
    this.#at -= bytes.length
    this.#buffer.set(bytes, this.#at)
  }

  #room(size: number): void {
    if (size <= this.#at) return
    const used = this.length
    const grown = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, used + size + 64))
    grown.set(this.#buffer.subarray(this.#at), grown.length - used)
    this.#at = grown.length - used
    this.#buffer = grown
  }
}
