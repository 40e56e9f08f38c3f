import { type OverlayFiles, type ResolvedPath, SourceError } from '#source'
import { quoteGo } from '#template'
import { KustomizeError, within } from '../error.ts'
import type { Loader } from '../load/loader.ts'
import { basePath, isInside, joinPath } from '../load/path.ts'
import type { Repository } from '../load/repository.ts'
import type { LocalizeOptions } from './options.ts'

/** The folder outside of which nothing local is taken. Throws `restricted` and `not-found`. */
export function establishScope({ scope, target, files }: LocalizeOptions, loader: Loader): string {
  return within(`invalid localize scope ${quoteGo(scope)}`, () => {
    const repository = loader.repositoryFolder
    if (repository !== undefined) {
      if (scope === '') return repository
      throw restricted(`scope ${quoteGo(scope)} specified for remote localize target ${quoteGo(target)}`)
    }
    if (scope === '') return loader.root
    const folder = within('unable to establish localize scope', () => confirmFolder(files, scope))
    if (isInside(loader.root, folder)) return folder
    const where = `target ${quoteGo(target)} at ${quoteGo(loader.root)}`
    throw restricted(`localize scope ${quoteGo(scope)} does not contain ${where}`)
  })
}

/** The absolute path of the new folder, which must not be there, in one that is. Throws `conflict` and `not-found`. */
export function chooseDestination(options: LocalizeOptions, loader: Loader, spec: Repository | undefined): string {
  const { destination, files } = options
  return within(`invalid localize destination ${quoteGo(destination)}`, () => {
    const given = destination === '' ? defaultDestination(loader, spec) : destination
    const path = files.absolute(given)
    if (files.has(path)) {
      const message = `localize destination ${quoteGo(given)} already exists`
      throw new KustomizeError({ code: 'conflict', message, hint: 'remove it, or name another folder' })
    }
    const parent = resolveParent(files, path)
    if (parent?.file === '') return joinPath(parent.folder, basePath(path))
    const reason = parent === undefined ? 'no such file or directory' : 'not a directory'
    const message = `unable to create localize destination directory: mkdir ${given}: ${reason}`
    throw new KustomizeError({ code: 'not-found', message, hint: 'make the folder around it first' })
  })
}

/** What the new folder is called if nobody says: `localized-NAME`, with the ref behind it for a repository. */
export function defaultDestination(
  loader: Pick<Loader, 'root' | 'repositoryFolder'>,
  spec: Repository | undefined,
): string {
  const { root, repositoryFolder } = loader
  const name = basePath(root)
  if (repositoryFolder === undefined || spec === undefined) return name === '/' ? 'localized' : `localized-${name}`
  const folder = repositoryFolder === root ? lastSegment(spec.path) : name
  return `localized-${folder}-${spec.ref.replaceAll('/', '-')}`
}

function lastSegment(path: string): string {
  const trimmed = path.replace(/\/+$/, '')
  return trimmed.slice(trimmed.lastIndexOf('/') + 1)
}

function resolveParent(files: OverlayFiles, path: string): ResolvedPath | undefined {
  try {
    return files.resolve(joinPath(path, '..'))
  } catch (error) {
    if (error instanceof SourceError) return undefined
    throw error
  }
}

function confirmFolder(files: OverlayFiles, path: string): string {
  const { folder, file } = resolve(files, path)
  if (file === '') return folder
  throw new KustomizeError({ code: 'not-found', message: `${quoteGo(path)}: file is not directory` })
}

function resolve(files: OverlayFiles, path: string): ResolvedPath {
  try {
    return files.resolve(path)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    throw new KustomizeError({ code: 'not-found', message: `not a valid directory: ${error.message}`, cause: error })
  }
}

function restricted(message: string): KustomizeError {
  return new KustomizeError({ code: 'restricted', message })
}
