import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { SourceError } from '../error.ts'
import { ioError } from '../folder.ts'
import { namedFileBytes } from '../limits.ts'
import { withoutByteOrderMark } from '../text.ts'

/** Where bytes beside files come from. */
export interface ValuesReaders {
  /** All of standard input. */
  readonly standardInput?: () => Promise<Uint8Array>
  /** The body at a URL. */
  readonly url?: (url: string) => Promise<Uint8Array>
  /** Does it know a scheme other than http, https and oci? None unless told. */
  readonly knowsScheme?: (scheme: string) => Promise<boolean>
  /** The largest file that is read, in bytes; 64 MiB by default. */
  readonly maxBytes?: number
}

/** Bytes, and the name that positions give them: the path, the URL, or `-`. */
export interface ValuesFile {
  readonly file: string
  readonly data: Uint8Array
}

const chunkBytes = 64 * 1024
const COMMON_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'oci'])

/**
 * What `--values`, `--set-file` and the like name: `-` is standard input, a text with a scheme that a reader knows is
 * fetched, anything else is a path. Throws `not-found`, `too-large`, `unsupported`, `io`, and what the readers throw.
 */
export async function readValuesFile(name: string, readers: ValuesReaders = {}): Promise<ValuesFile> {
  const path = name.trim()
  const maxBytes = readers.maxBytes ?? namedFileBytes
  const data = await readBytes(path, readers, maxBytes)
  if (data.length <= maxBytes) return { file: path, data: withoutByteOrderMark(data) }
  throw tooLarge(path, maxBytes)
}

async function readBytes(path: string, readers: ValuesReaders, maxBytes: number): Promise<Uint8Array> {
  const { standardInput, url, knowsScheme } = readers
  if (path === '-' && standardInput !== undefined) return standardInput()
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//.exec(path)?.[1]
  if (scheme === undefined || url === undefined) return readBounded(path, maxBytes)
  const isKnown = COMMON_SCHEMES.has(scheme) || (await knowsScheme?.(scheme)) === true
  return isKnown ? url(path) : readBounded(path, maxBytes)
}

/**
 * A file that the user named, read no further than `maxBytes` (64 MiB by default): pipes and devices tell no size. Throws
 * `not-found`, `too-large`, `io`.
 */
export function readBounded(path: string, maxBytes = namedFileBytes): Uint8Array {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, 'r')
    if (fstatSync(descriptor).size > maxBytes) throw tooLarge(path, maxBytes)
    return readToEnd(descriptor, path, maxBytes)
  } catch (error) {
    if (error instanceof SourceError) throw error
    const action = (error as NodeJS.ErrnoException).code === 'EISDIR' ? 'read' : 'open'
    throw ioError(`${action} ${path}`, error)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

function readToEnd(descriptor: number, path: string, maxBytes: number): Uint8Array {
  const chunks: Uint8Array[] = []
  for (let total = 0; total <= maxBytes; ) {
    const chunk = new Uint8Array(chunkBytes)
    const length = readSync(descriptor, chunk, 0, chunkBytes, null)
    if (length === 0) return chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks)
    chunks.push(chunk.subarray(0, length))
    total += length
  }
  throw tooLarge(path, maxBytes)
}

function tooLarge(path: string, maxBytes: number): SourceError {
  return new SourceError('too-large', `${path} is larger than the maximum size ${maxBytes}`, {
    hint: 'no flag raises this limit: give it in parts, each as a file of its own',
  })
}
