import type { OverlayFiles } from '#source'
import { quoteGo } from '#template'
import { KustomizeError, within } from '../error.ts'
import { isAddress } from '../load/address.ts'
import type { Loader } from '../load/loader.ts'
import { isInside, joinPath } from '../load/path.ts'
import { repositoryOf } from '../load/repository.ts'

/** The bounds of a localized copy; both paths are absolute. */
export interface Bounds {
  readonly files: OverlayFiles
  readonly scope: string
  readonly destination: string
}

/** A kustomization's view of the files, bounded: local ones must lie in the scope and outside of the new folder. */
export class BoundedLoader {
  readonly loader: Loader
  readonly #bounds: Bounds
  /** Whether this folder was reached by paths alone. */
  readonly #isLocal: boolean

  constructor(loader: Loader, bounds: Bounds, isLocal = true) {
    this.loader = loader
    this.#bounds = bounds
    this.#isLocal = isLocal
  }

  get root(): string {
    return this.loader.root
  }

  /** A file's bytes. Throws as `Loader.load` does, and `restricted`. */
  load(path: string): Uint8Array {
    const content = within('invalid file reference', () => this.loader.load(path))
    if (isAddress(path) || !this.#isLocal) return content
    const real = this.realPath(path)
    const { destination } = this.#bounds
    if (!isInside(joinPath(real, '..'), destination)) return content
    const message = `file ${quoteGo(path)} at ${quoteGo(real)} enters localize destination ${quoteGo(destination)}`
    throw new KustomizeError({ code: 'restricted', message })
  }

  /** A file's text; see `load`. */
  loadText(path: string): string {
    return Buffer.from(this.load(path)).toString('utf8')
  }

  /** The path of a file that can be loaded, its links followed. */
  realPath(path: string): string {
    const { folder, file } = this.#bounds.files.resolve(this.loader.pathOf(path))
    return joinPath(folder, file)
  }

  /** The view of a base. Throws as `Loader.open` does, and `restricted`. */
  open(path: string): BoundedLoader {
    this.#refuseDestination(path)
    const loader = within('invalid root reference', () => this.loader.open(path))
    const isRemote = loader.repositoryFolder !== undefined
    if (isRemote) this.#demandRef(path)
    else if (this.#isLocal && !isInside(loader.root, this.#bounds.scope)) {
      const message = `root ${quoteGo(loader.root)} outside localize scope ${quoteGo(this.#bounds.scope)}`
      throw new KustomizeError({ code: 'restricted', message, hint: 'name a folder around both with --scope' })
    }
    return new BoundedLoader(loader, this.#bounds, this.#isLocal && !isRemote)
  }

  // the new folder is not there while the copy is made, so that it cannot be opened
  #refuseDestination(path: string): void {
    if (!this.#isLocal || path === '' || path.startsWith('/') || repositoryOf(path) !== undefined) return
    const root = joinPath(this.root, path)
    const { destination } = this.#bounds
    if (!isInside(root, destination)) return
    const message = `root ${quoteGo(root)} references into localize destination ${quoteGo(destination)}`
    throw new KustomizeError({ code: 'restricted', message })
  }

  #demandRef(path: string): void {
    if (repositoryOf(path)?.ref === '') throw missingRef(path)
  }
}

/** The error for an address that does not say which version it means. */
export function missingRef(address: string): KustomizeError {
  const message = `localize remote root ${quoteGo(address)} missing ref query string parameter`
  return new KustomizeError({ code: 'remote', message, hint: 'put ?ref= and a branch, tag or commit behind it' })
}
