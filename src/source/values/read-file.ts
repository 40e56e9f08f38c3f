import { readFileSync } from 'node:fs'
import { SourceError } from '../error.ts'
import { ioError } from '../folder.ts'
import { defaultLimits } from '../limits.ts'
import { withoutByteOrderMark } from '../text.ts'

/** Where bytes beside files come from. */
export interface ValuesReaders {
  /** All of standard input. */
  readonly standardInput?: () => Promise<Uint8Array>
  /** The body at a URL. */
  readonly url?: (url: string) => Promise<Uint8Array>
  /** The largest file that is read, in bytes; 100 MiB by default. */
  readonly maxBytes?: number
}

/** Bytes, and the name that positions give them: the path, the URL, or `-`. */
export interface ValuesFile {
  readonly file: string
  readonly data: Uint8Array
}

/**
 * What `--values`, `--set-file` and the like name: `-` is standard input, a text with a scheme that a reader knows is
 * fetched, anything else is a path. Throws `not-found`, `too-large`, `unsupported`, `io`, and what the readers throw.
 */
export async function readValuesFile(name: string, readers: ValuesReaders = {}): Promise<ValuesFile> {
  const path = name.trim()
  const data = await readBytes(path, readers)
  const maxBytes = readers.maxBytes ?? defaultLimits.totalBytes
  if (data.length <= maxBytes) return { file: path, data: withoutByteOrderMark(data) }
  throw new SourceError('too-large', `${path} is larger than the maximum size ${maxBytes}`)
}

async function readBytes(path: string, { standardInput, url }: ValuesReaders): Promise<Uint8Array> {
  if (path === '-' && standardInput !== undefined) return standardInput()
  const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\//.exec(path)?.[1]
  if ((scheme === 'http' || scheme === 'https' || scheme === 'oci') && url !== undefined) return url(path)
  try {
    return readFileSync(path)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}
