import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { SourceError } from '../error.ts'
import { ioError } from '../folder.ts'
import type { ResolvedPath } from './files.ts'

/** Folders that were resolved, by the path that was asked for. */
type KnownFolders = Map<string, string>

/** File access for one build: remembers which folders are real, so that a file costs one look and one read. */
export class Disk {
  readonly #known: KnownFolders = new Map()

  /** The absolute form of a path. */
  absolute(path: string): string {
    return resolve(path)
  }

  /** True where there is something at the path. */
  has(path: string): boolean {
    return lstat(path) !== undefined
  }

  /** Names of what is in a folder; none where it cannot be read. */
  names(folder: string): readonly string[] {
    try {
      return readdirSync(folder)
    } catch {
      return []
    }
  }

  /** Follows links. The text of a failure is Go's `filepath.EvalSymlinks`. */
  resolve(path: string): ResolvedPath {
    const absolute = resolve(path)
    const stats = lstat(absolute)
    const parent = stats === undefined || stats.isSymbolicLink() ? undefined : this.#realFolder(dirname(absolute))
    if (stats === undefined || parent === undefined) return followLinks(path, absolute)
    const real = join(parent, absolute.slice(absolute.lastIndexOf('/') + 1))
    if (!stats.isDirectory()) return { folder: parent, file: real.slice(real.lastIndexOf('/') + 1) }
    this.#known.set(absolute, real)
    return { folder: real, file: '' }
  }

  /** A file's bytes; throws with the text of Go's `os.ReadFile`. Pipes, devices and very large files are refused. */
  read(path: string): Uint8Array {
    const file = open(path)
    try {
      const stats = fstatSync(file)
      if (stats.isDirectory()) throw new SourceError('io', `read ${path}: is a directory`)
      if (!stats.isFile()) throw new SourceError('irregular-file', `open ${path}: not a regular file`)
      if (stats.size > MAX_BYTES) throw new SourceError('too-large', `read ${path}: larger than ${MAX_BYTES} bytes`)
      return readFileSync(file)
    } catch (error) {
      throw error instanceof SourceError ? error : ioError(`read ${path}`, error)
    } finally {
      closeSync(file)
    }
  }

  #realFolder(folder: string): string | undefined {
    const known = this.#known.get(folder)
    if (known !== undefined) return known
    try {
      const real = realpathSync.native(folder)
      this.#known.set(folder, real)
      return real
    } catch {
      return undefined
    }
  }
}

/** Far above any overlay's file; reading and printing such a one stays within half a gigabyte. */
const MAX_BYTES = 32 * 2 ** 20

function open(path: string): number {
  try {
    // without a wait for the other end of a pipe
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}

function lstat(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function followLinks(path: string, absolute: string): ResolvedPath {
  const real = realPath(path, absolute)
  const isFolder = statSync(real).isDirectory()
  return isFolder ? { folder: real, file: '' } : { folder: dirname(real), file: real.slice(real.lastIndexOf('/') + 1) }
}

function realPath(path: string, absolute: string): string {
  try {
    return realpathSync.native(absolute)
  } catch (error) {
    const { code, text } = walk(absolute)
    throw new SourceError(code, `evalsymlink failure on '${path}' : ${text}`, { cause: error })
  }
}

const MAX_LINKS = 255

/** Goes down a path that cannot be resolved, link by link, to find what Go would complain of. */
function walk(absolute: string): { code: 'not-found' | 'io' | 'bad-link'; text: string } {
  let parts = absolute.split('/').filter((part) => part !== '')
  let done = ''
  for (let links = 0; parts.length > 0; ) {
    const [part = '', ...rest] = parts
    const here = `${done}/${part}`
    let stats: Stats
    try {
      stats = lstatSync(here)
    } catch (error) {
      const { code, message } = ioError(`lstat ${here}`, error)
      return { code: code === 'not-found' ? code : 'io', text: message }
    }
    if (!stats.isSymbolicLink()) {
      if (!stats.isDirectory() && rest.length > 0) return { code: 'io', text: 'not a directory' }
      done = here
      parts = rest
      continue
    }
    if (++links > MAX_LINKS) return { code: 'bad-link', text: 'EvalSymlinks: too many links' }
    const target = resolve(done === '' ? '/' : done, readlinkSync(here))
    parts = [...target.split('/').filter((name) => name !== ''), ...rest]
    done = ''
  }
  return { code: 'io', text: existsSync(absolute) ? 'permission denied' : 'no such file or directory' }
}
