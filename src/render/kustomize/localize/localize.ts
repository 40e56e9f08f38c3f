import { posix } from 'node:path'
import { quoteGo } from '#template'
import { within } from '../error.ts'
import { loaderFor } from '../load/loader.ts'
import { repositoryOf } from '../load/repository.ts'
import { Copy } from './copy.ts'
import { chooseDestination, establishScope } from './destination.ts'
import { localizeFolder } from './folder.ts'
import { BoundedLoader, missingRef } from './loader.ts'
import type { LocalizedCopy, LocalizeOptions } from './options.ts'

/**
 * A copy of a kustomization and everything that it names, in which nothing is remote: what is to be written, not yet
 * written. Throws `KustomizeError`, and `RemoteMissing` where something must be fetched first.
 */
export function localize(options: LocalizeOptions): LocalizedCopy {
  const { target, files, list, log } = options
  const spec = repositoryOf(target)
  if (spec?.ref === '') throw missingRef(target)
  const loader = within(`unable to establish localize target ${quoteGo(target)}`, () =>
    loaderFor(target, { files, isUnrestricted: false, ...(log && { log }) }),
  )
  const scope = establishScope(options, loader)
  const destination = chooseDestination(options, loader, spec)
  const path = posix.relative(scope, loader.root)
  const copy = new Copy()
  copy.addFolder(path)
  const bounded = new BoundedLoader(loader, { files, scope, destination })
  within(`unable to localize target ${quoteGo(target)}`, () =>
    localizeFolder({ loader: bounded, path, world: { copy, done: new Set(), list, read: (file) => files.read(file) } }),
  )
  return { destination, target: path, folders: copy.folders, files: copy.files }
}
