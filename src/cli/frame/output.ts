import { writeSync } from 'node:fs'
import type { WriteStream } from 'node:tty'
import type { Output } from './session.ts'

/** UTF-16 units encoded at once; large texts are never held a second time. */
const PIECE = 256 * 1024
const MAX_BYTES_PER_UNIT = 3
/** How long to wait for the reader of a pipe that is full and does not block. */
const RETRY_MS = 1

/**
 * Writes to a file descriptor, and is done when `write` returns. Node's own streams take milliseconds to load; `stream`
 * makes one only when it is asked for. A reader that has gone away ends the program.
 */
export function descriptorOutput(descriptor: number, stream: () => WriteStream): Output {
  return {
    write: (text) => write(descriptor, text),
    writeParts: (parts) => writeParts(descriptor, parts),
    get isTerminal() {
      return process.getBuiltinModule('node:tty').isatty(descriptor)
    },
    get stream() {
      return stream()
    },
  }
}

/** Puts the parts into one buffer, which is written whenever it is full. */
function writeParts(descriptor: number, parts: readonly (string | Uint8Array)[]): void {
  const encoder = new TextEncoder()
  const units = parts.reduce((sum, part) => sum + part.length, 0)
  const buffer = new Uint8Array(Math.min(units, PIECE) * MAX_BYTES_PER_UNIT)
  let filled = 0
  const flush = (): void => {
    writeBytes(descriptor, buffer.subarray(0, filled))
    filled = 0
  }
  for (const part of parts) {
    const mostBytes = typeof part === 'string' ? part.length * MAX_BYTES_PER_UNIT : part.length
    if (filled + mostBytes > buffer.length) flush()
    if (mostBytes > buffer.length) write(descriptor, part)
    else if (typeof part === 'string') filled += encoder.encodeInto(part, buffer.subarray(filled)).written
    else {
      buffer.set(part, filled)
      filled += part.length
    }
  }
  flush()
}

function write(descriptor: number, text: string | Uint8Array): void {
  if (typeof text === 'string') writeText(descriptor, text)
  else writeBytes(descriptor, text)
}

function writeText(descriptor: number, text: string): void {
  const encoder = new TextEncoder()
  const buffer = new Uint8Array(Math.min(text.length, PIECE) * MAX_BYTES_PER_UNIT)
  for (let start = 0; start < text.length; ) {
    const end = endOfPiece(text, start)
    const { written } = encoder.encodeInto(text.slice(start, end), buffer)
    writeBytes(descriptor, buffer.subarray(0, written))
    start = end
  }
}

/** Both halves of a surrogate pair go into the same piece. */
function endOfPiece(text: string, start: number): number {
  const end = start + PIECE
  if (end >= text.length) return text.length
  const last = text.charCodeAt(end - 1)
  return last >= 0xd800 && last < 0xdc00 ? end - 1 : end
}

function writeBytes(descriptor: number, bytes: Uint8Array): void {
  for (let start = 0; start < bytes.length; ) {
    try {
      start += writeSync(descriptor, bytes, start)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EPIPE') process.exit(0)
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS)
    }
  }
}
