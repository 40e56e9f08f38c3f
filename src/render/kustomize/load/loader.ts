import { type OverlayFiles, SourceError } from '#source'
import { KustomizeError, type KustomizeErrorCode } from '../error.ts'
import { isAddress } from './address.ts'
import { KUSTOMIZATION_NAMES } from './kustomization-names.ts'
import { RemoteMissing } from './missing.ts'
import { isInside, joinPath } from './path.ts'
import { cloneAddress, isMarkedRepository, type Repository, repositoryOf } from './repository.ts'

/** What all loaders of a build share. */
export interface LoadSettings {
  readonly files: OverlayFiles
  /** Whether files may lie outside of the kustomization's folder. */
  readonly isUnrestricted: boolean
  /** Takes lines that the reference logs. */
  readonly log?: (line: string) => void
}

interface LoaderState extends LoadSettings {
  readonly root: string
  /** How many kustomizations lie between this one and the first. */
  readonly depth: number
  /** What all loaders of a build have opened. */
  readonly tally: { opened: number }
  readonly referrer: Loader | undefined
  readonly repository: { readonly spec: Repository; readonly folder: string } | undefined
}

type Shared = Omit<LoaderState, 'root' | 'referrer' | 'repository'>

/** No overlay is nearly so deep. */
const MAX_DEPTH = 2_000
/** Bases that two others use are built twice: a tower of them doubles with every level. */
const MAX_OPENED = 5_000

/** The loader of the kustomization that shall be built: a folder, or a repository's address. Throws `not-found`, `remote`. */
export function loaderFor(target: string, settings: LoadSettings): Loader {
  const spec = repositoryOf(target, settings.log)
  const start = { ...settings, depth: 0, tally: { opened: 1 } }
  if (spec !== undefined) return atRepository(spec, start, undefined)
  const root = mustBeFolder(target, settings.files)
  return new Loader({ ...start, root, referrer: undefined, repository: undefined })
}

/**
 * One kustomization's view of the files: reads what lies in or below its folder, and makes the loaders of its bases.
 * A base must not contain a folder that is being built, and what comes from a repository cannot leave it.
 */
export class Loader {
  readonly #state: LoaderState
  constructor(state: LoaderState) {
    this.#state = state
  }

  /** The folder's real path. */
  get root(): string {
    return this.#state.root
  }

  /** The local copy that this folder is the start of; undefined for what is named by a path. */
  get repositoryFolder(): string | undefined {
    return this.#state.repository?.folder
  }

  /** A file's bytes; a relative path starts at the folder. Throws `not-found`, `restricted` or `remote`. */
  load(path: string): Uint8Array {
    if (isAddress(path)) return this.#download(path)
    const absolute = path.startsWith('/') ? path : joinPath(this.root, path)
    const { files, isUnrestricted } = this.#state
    return guarded(() => files.read(isUnrestricted ? absolute : this.#restrict(absolute)))
  }

  /** Asks for a file where it is remote, and for no other. Throws as `load` does. */
  loadRemote(path: string): void {
    if (isAddress(path)) this.#download(path)
  }

  /** Where an entry leads: an absolute path, or the address that it is. */
  pathOf(path: string): string {
    return isAddress(path) || path.startsWith('/') ? path : joinPath(this.root, path)
  }

  /** A file's text; see `load`. */
  loadText(path: string): string {
    return textOf(this.load(path))
  }

  /** True where the folder has an entry of this name. */
  has(name: string): boolean {
    return this.#state.files.has(joinPath(this.root, name))
  }

  /** Names of what lies beside an entry, for messages. */
  namesBeside(path: string): readonly string[] {
    return isAddress(path) ? [] : (this.#state.files.names?.(joinPath(this.pathOf(path), '..')) ?? [])
  }

  /** What is at an absolute path; undefined where there is nothing. */
  kindOf(path: string): 'folder' | 'file' | undefined {
    const { files } = this.#state
    if (!files.has(path)) return undefined
    return guarded(() => files.resolve(path)).file === '' ? 'folder' : 'file'
  }

  /** The loader of a base or component. Throws `restricted`, `cycle`, `not-found` or `remote`. */
  open(path: string): Loader {
    if (path === '') throw new KustomizeError({ code: 'bad-file', message: 'new root cannot be empty' })
    const spec = repositoryOf(path, this.#state.log)
    if (spec !== undefined) {
      this.#refuseRepositoryCycle(spec)
      return atRepository(spec, this.#below(), this)
    }
    if (path.startsWith('/'))
      throw restricted(`new root '${path}' cannot be absolute`, 'name the folder from here: ../base')
    const root = mustBeFolder(joinPath(this.root, path), this.#state.files)
    this.#refuseEscape(root)
    this.#refuseCycle(root)
    return new Loader({ ...this.#below(), root, referrer: this, repository: undefined })
  }

  #below(): LoaderState {
    const { depth, tally } = this.#state
    if (depth >= MAX_DEPTH) throw tooMany(`bases within bases – expected at most ${MAX_DEPTH} levels`)
    if (++tally.opened > MAX_OPENED) throw tooMany(`bases of bases – expected at most ${MAX_OPENED} in a build`)
    return { ...this.#state, depth: depth + 1 }
  }

  #restrict(path: string): string {
    const { folder, file } = this.#state.files.resolve(path)
    if (file === '') throw new KustomizeError({ code: 'not-found', message: `'${path}' must resolve to a file` })
    if (!isInside(folder, this.root)) {
      const hint = 'move the file below the folder, or build with --load-restrictor LoadRestrictionsNone'
      throw restricted(`security; file '${path}' is not in or below '${this.root}'`, hint)
    }
    return joinPath(folder, file)
  }

  #download(url: string): Uint8Array {
    // the page of a repository is no file, and need not be asked for
    if (isMarkedRepository(url)) throw new KustomizeError({ code: 'remote', message: 'URL is a git repository' })
    const data = this.#downloaded(url)
    if (data === undefined) throw new RemoteMissing({ repositories: [], downloads: [url] })
    return data
  }

  // an address that cannot be got as a file may still be a repository
  #downloaded(url: string): Uint8Array | undefined {
    try {
      return guarded(() => this.#state.files.download(url))
    } catch (error) {
      const isStatus = error instanceof KustomizeError && error.message.startsWith('HTTP Error')
      if (!isStatus || repositoryOf(url) === undefined) throw error
      throw new KustomizeError({ code: 'remote', message: 'URL is a git repository', cause: error })
    }
  }

  #refuseEscape(base: string): void {
    const repository = this.#containing()
    if (repository === undefined || isInside(base, repository.folder)) return
    const text = `base '${base}' is outside '${repository.folder}'`
    throw restricted(`security; bases in kustomizations found in cloned git repos must be within the repo, but ${text}`)
  }

  #containing(): LoaderState['repository'] {
    const { repository, referrer } = this.#state
    return repository ?? (referrer === undefined ? undefined : referrer.#containing())
  }

  #refuseCycle(candidate: string): void {
    const roots = this.#roots()
    const visited = roots.findLast((root) => isInside(root, candidate))
    if (visited === undefined) return
    const message = `cycle detected: candidate root '${candidate}' contains visited root '${visited}'`
    const circle = roots.slice(roots.indexOf(roots.includes(candidate) ? candidate : visited))
    const hint = chainText([...circle, candidate], this.#state.files)
    throw new KustomizeError({ code: 'cycle', message, hint })
  }

  /** The folders that are being built, the outermost first. */
  #roots(): string[] {
    const roots = [this.root]
    for (let { referrer } = this.#state; referrer !== undefined; { referrer } = referrer.#state)
      roots.push(referrer.root)
    return roots.reverse()
  }

  #refuseRepositoryCycle(next: Repository): void {
    const { repository, referrer } = this.#state
    if (repository?.spec.raw.startsWith(next.raw)) {
      const message = `cycle detected: URI '${next.raw}' referenced by previous URI '${repository.spec.raw}'`
      throw new KustomizeError({ code: 'cycle', message })
    }
    if (referrer !== undefined) referrer.#refuseRepositoryCycle(next)
  }
}

function atRepository(spec: Repository, settings: Shared, referrer: Loader | undefined): Loader {
  const { files } = settings
  const request = { ...spec, url: cloneAddress(spec) }
  const { url, ref, timeoutMs, submodules } = request
  const clone = guarded(() => files.repository({ url, ref, timeoutMs, submodules }))
  if (clone === undefined) {
    throw new RemoteMissing({ repositories: [{ url, ref, timeoutMs, submodules }], downloads: [] })
  }
  const path = joinPath(clone, spec.folder)
  const { folder, file } = guarded(() => files.resolve(path))
  if (file !== '') {
    throw new KustomizeError({ code: 'remote', message: `'${path}' refers to file '${file}'; expecting directory` })
  }
  if (!isInside(folder, clone)) throw restricted(`"${path}" refers to directory outside of repo "${clone}"`)
  return new Loader({ ...settings, isUnrestricted: false, root: folder, referrer, repository: { spec, folder: clone } })
}

function mustBeFolder(path: string, files: OverlayFiles): string {
  const prefix = 'must build at directory: '
  if (path === '') throw new KustomizeError({ code: 'not-found', message: `${prefix}directory path cannot be empty` })
  const { folder, file } = guarded(() => files.resolve(path), `${prefix}not a valid directory: `)
  if (file === '') return folder
  throw new KustomizeError({ code: 'not-found', message: `${prefix}'${path}': file is not directory` })
}

/** The text of a file's bytes. */
export function textOf(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.length).toString('utf8')
}

/** The kustomization files that lead from a folder back into it. */
function chainText(roots: readonly string[], files: OverlayFiles): string {
  const names = roots.map((root) => {
    const name = KUSTOMIZATION_NAMES.find((candidate) => files.has(joinPath(root, candidate)))
    return name === undefined ? root : joinPath(root, name)
  })
  return `${names.join(' → ')}: take one of the entries out`
}

function tooMany(message: string): KustomizeError {
  return new KustomizeError({ code: 'limit', message })
}

function restricted(message: string, hint?: string): KustomizeError {
  return new KustomizeError({ code: 'restricted', message, hint })
}

const CODES: Readonly<Record<string, KustomizeErrorCode>> = { 'not-found': 'not-found', 'too-large': 'limit' }

/** Runs a file access; its failure becomes one of a build. */
function guarded<T>(run: () => T, prefix = ''): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const { code, message, hint } = error
    throw new KustomizeError({ code: CODES[code] ?? 'restricted', message: prefix + message, hint, cause: error })
  }
}
