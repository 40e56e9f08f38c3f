import { type Stats, statSync } from 'node:fs'
import type { OverlayFiles, RepositoryRequest, ResolvedPath } from '#source'

/** What a file was when it was last read. */
interface Kept {
  readonly stamp: string
  readonly data: Uint8Array
}

/**
 * Files of builds that follow one another: what has not changed is given as the very same bytes, what was fetched stays,
 * and every path that a build asks for is noted with its state.
 */
export class WarmFiles implements OverlayFiles {
  readonly #kept = new Map<string, Kept>()
  readonly #repositories = new Map<string, string>()
  readonly #downloads = new Map<string, Uint8Array>()
  readonly #asked = new Map<string, string>()
  #files: OverlayFiles | undefined

  /** Starts the next build, which reads through these files. */
  start(files: OverlayFiles): void {
    this.#files = files
    this.#asked.clear()
  }

  /** Absolute paths that the build has asked for, those among them that are not there. */
  get asked(): Iterable<string> {
    return this.#asked.keys()
  }

  /** A path that took part without being asked for here. */
  note(path: string): void {
    if (!this.#asked.has(path)) this.#asked.set(path, stampOf(path))
  }

  /** The paths that are no longer what they were when the build asked for them. */
  changed(): string[] {
    return [...this.#asked].filter(([path, stamp]) => stampOf(path) !== stamp).map(([path]) => path)
  }

  absolute(path: string): string {
    return this.#current.absolute(path)
  }

  resolve(path: string): ResolvedPath {
    this.note(this.absolute(path))
    return this.#current.resolve(path)
  }

  has(path: string): boolean {
    this.note(path)
    return this.#current.has(path)
  }

  names(folder: string): readonly string[] {
    return this.#current.names?.(folder) ?? []
  }

  read(path: string): Uint8Array {
    this.note(path)
    const stamp = this.#asked.get(path) ?? ''
    const kept = this.#kept.get(path)
    if (kept?.stamp === stamp) return kept.data
    const data = this.#current.read(path)
    this.#kept.set(path, { stamp, data })
    return data
  }

  repository(request: RepositoryRequest): string | undefined {
    const key = `${request.url}\n${request.ref}\n${request.submodules}`
    return remembered(this.#repositories, key, () => this.#current.repository(request))
  }

  download(url: string): Uint8Array | undefined {
    return remembered(this.#downloads, url, () => this.#current.download(url))
  }

  get #current(): OverlayFiles {
    if (this.#files === undefined) throw new Error('no build was started')
    return this.#files
  }
}

function remembered<T>(known: Map<string, T>, key: string, ask: () => T | undefined): T | undefined {
  const value = known.get(key) ?? ask()
  if (value !== undefined) known.set(key, value)
  return value
}

/** A text that changes with a file. A folder's own state is not of interest: what is asked for in it is noted by itself. */
function stampOf(path: string): string {
  const stats = look(path)
  if (stats === undefined) return 'missing'
  if (stats.isDirectory()) return `folder ${stats.ino}`
  return `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
