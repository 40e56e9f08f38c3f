import { SourceError } from '../error.ts'
import { Disk } from './disk.ts'
import type { OverlayFiles, RemoteNeeds, RepositoryRequest, ResolvedPath } from './files.ts'

/** How the remote parts of an overlay are got. */
export interface RemoteOptions {
  /** Where fetched repositories are kept, one folder for each commit. */
  readonly cacheFolder: string
  /** The environment of `git`. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The body at an address. Throws an error whose message is shown. */
  readonly fetchUrl: (url: string) => Promise<Uint8Array>
  readonly signal: AbortSignal
  /** Takes a line for stderr. */
  readonly onWarning?: (line: string) => void
}

type Outcome<T> = { readonly value: T } | { readonly failure: SourceError }

/**
 * The files of one build, remote ones among them. A build asks without waiting; what it misses is fetched by `fetch`,
 * all of it at once, and the build is run again.
 */
export class RemoteFiles implements OverlayFiles {
  readonly #disk = new Disk()
  readonly #options: RemoteOptions
  readonly #repositories = new Map<string, Outcome<string>>()
  readonly #downloads = new Map<string, Outcome<Uint8Array>>()

  constructor(options: RemoteOptions) {
    this.#options = options
  }

  absolute(path: string): string {
    return this.#disk.absolute(path)
  }

  resolve(path: string): ResolvedPath {
    return this.#disk.resolve(path)
  }

  has(path: string): boolean {
    return this.#disk.has(path)
  }

  names(folder: string): readonly string[] {
    return this.#disk.names(folder)
  }

  read(path: string): Uint8Array {
    return this.#disk.read(path)
  }

  repository(request: RepositoryRequest): string | undefined {
    return reached(this.#repositories.get(keyOf(request)))
  }

  download(url: string): Uint8Array | undefined {
    return reached(this.#downloads.get(url))
  }

  /** Gets everything that is named, in parallel. A failure is kept, and thrown to the build that asks for it. */
  async fetch({ repositories, downloads }: RemoteNeeds): Promise<void> {
    await Promise.all([
      ...repositories.map(async (request) => {
        const key = keyOf(request)
        if (!this.#repositories.has(key)) this.#repositories.set(key, await attempt(() => this.#clone(request)))
      }),
      ...downloads.map(async (url) => {
        if (!this.#downloads.has(url)) {
          this.#downloads.set(url, await attempt(() => this.#options.fetchUrl(url)))
        }
      }),
    ])
  }

  async #clone(request: RepositoryRequest): Promise<string> {
    const { fetchRepository } = await import('./git.ts')
    return this.#disk.resolve(await fetchRepository(request, this.#options)).folder
  }
}

function reached<T>(outcome: Outcome<T> | undefined): T | undefined {
  if (outcome === undefined) return undefined
  if ('failure' in outcome) throw outcome.failure
  return outcome.value
}

async function attempt<T>(run: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await run() }
  } catch (error) {
    if (error instanceof SourceError) return { failure: error }
    return { failure: new SourceError('io', (error as Error).message, { cause: error }) }
  }
}

function keyOf({ url, ref, submodules }: RepositoryRequest): string {
  return `${url}\n${ref}\n${submodules}`
}
