import { posix } from 'node:path'
import { KustomizeError } from '../error.ts'
import { joinPath } from '../load/path.ts'

/** Most that one copy may hold. */
const MAX_BYTES = 256 * 1024 ** 2
const MAX_FILES = 100_000

/** The files and folders of a copy while it is made. All paths are relative to the new folder. */
export class Copy {
  readonly #folders = new Set<string>()
  readonly #files = new Map<string, Uint8Array | string>()
  #bytes = 0

  get folders(): readonly string[] {
    return [...this.#folders]
  }

  get files(): ReadonlyMap<string, Uint8Array | string> {
    return this.#files
  }

  /** True where a file or folder has this path. */
  has(path: string): boolean {
    return path === '' || path === '.' || this.#folders.has(path) || this.#files.has(path)
  }

  /** Makes a folder and those around it. Throws `restricted` for a path that leads out, `conflict` where a file is in the way. */
  addFolder(path: string): void {
    const inside = insidePath(path)
    if (inside === '') return
    if (this.#folders.has(inside)) return
    this.addFolder(posix.dirname(inside))
    if (this.#files.has(inside)) throw inTheWay(inside, 'file')
    this.#folders.add(inside)
  }

  /** Puts a file in place, instead of one that is there. Throws `restricted`, `conflict` and `limit`. */
  addFile(path: string, content: Uint8Array | string): void {
    const inside = insidePath(path)
    this.addFolder(posix.dirname(inside))
    if (this.#folders.has(inside)) throw inTheWay(inside, 'folder')
    this.#bytes += content.length
    this.#files.set(inside, content)
    if (this.#bytes <= MAX_BYTES && this.#files.size <= MAX_FILES) return
    const message = `localized copy: more than ${MAX_FILES} files or ${MAX_BYTES} bytes – expected less to be referenced`
    throw new KustomizeError({ code: 'limit', message })
  }
}

function insidePath(path: string): string {
  const clean = joinPath(path)
  if (clean === '.' || clean === '') return ''
  if (!clean.startsWith('/') && clean !== '..' && !clean.startsWith('../')) return clean
  throw new KustomizeError({ code: 'restricted', message: `${clean} leads out of the localize destination` })
}

function inTheWay(path: string, what: string): KustomizeError {
  return new KustomizeError({
    code: 'conflict',
    message: `${path} is needed both as a file and as a folder`,
    hint: `a ${what} of that name is there already`,
  })
}
