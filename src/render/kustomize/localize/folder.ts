import { posix } from 'node:path'
import { quoteGo } from '#template'
import { printWhole } from '../edit/print-field.ts'
import { KustomizeError, within } from '../error.ts'
import { parseKustomization } from '../file/read.ts'
import { isAddress } from '../load/address.ts'
import { joinPath } from '../load/path.ts'
import { readUniqueResources } from '../resource/read.ts'
import { findKustomization } from '../target/find.ts'
import { localizeFields } from './fields.ts'
import type { Folder } from './folder-type.ts'
import type { BoundedLoader } from './loader.ts'
import { LOCALIZED_FILES, localizedFilePath, localizedRootPath } from './remote-path.ts'

/** Copies a kustomization and what it names. Changes the copy. Throws `KustomizeError`. */
export function localizeFolder(folder: Folder): void {
  const { loader, path, world } = folder
  const { name, text } = findKustomization(loader.loader)
  const file = parseKustomization({ text, file: `${loader.root}/${name}`, folder: loader.root })
  const localized = localizeFields(file, {
    folder,
    source: { loader: loader.loader, fileName: name },
    file: (entry) => localizeFile(folder, entry),
    root: (entry) => localizeRoot(folder, entry),
    resource: (entry) => localizeResource(folder, entry),
    write: (entry, content) => writeFile(folder, entry, content),
  })
  world.copy.addFile(joinPath(path, name), printWhole(localized))
  world.done.add(`${loader.root}\n${path}`)
}

/** Copies a file and gives its path in the copied folder. An empty path stays empty. */
function localizeFile(folder: Folder, entry: string): string {
  return entry === '' ? '' : writeFile(folder, entry, folder.loader.load(entry))
}

function writeFile({ loader, path, world }: Folder, entry: string, content: Uint8Array | string): string {
  if (isAddress(entry)) refuseTaken(loader, `file ${quoteGo(entry)}`)
  const local = isAddress(entry) ? localizedFilePath(entry) : posix.relative(loader.root, loader.realPath(entry))
  within(`unable to localize file ${quoteGo(entry)}`, () => world.copy.addFile(joinPath(path, local), content))
  return local
}

/** Copies a folder or repository with a kustomization and gives its path from the copied folder. */
function localizeRoot({ loader, path, world }: Folder, entry: string): string {
  if (entry === '') return ''
  const base = loader.open(entry)
  const repository = base.loader.repositoryFolder
  if (repository !== undefined) refuseTaken(loader, `root ${quoteGo(entry)}`)
  const local =
    repository === undefined
      ? posix.relative(loader.root, base.root) || '.'
      : localizedRootPath(entry, posix.relative(repository, base.root))
  const target = joinPath(path, local)
  within(`unable to create root ${quoteGo(entry)} in localize destination`, () => world.copy.addFolder(target))
  if (world.done.has(`${base.root}\n${target}`)) return local
  within(`unable to localize root ${quoteGo(entry)}`, () => localizeFolder({ loader: base, path: target, world }))
  return local
}

/** Copies what an entry of `resources` names: tried as a file of objects, then as a folder. */
function localizeResource(folder: Folder, entry: string): string {
  try {
    const content = folder.loader.load(entry)
    within(`invalid resource at file ${quoteGo(entry)}`, () =>
      readUniqueResources(Buffer.from(content).toString('utf8'), entry),
    )
    return writeFile(folder, entry, content)
  } catch (error) {
    if (error instanceof KustomizeError) return localizeOtherwise(folder, entry, error)
    throw error
  }
}

function localizeOtherwise(folder: Folder, entry: string, asFile: KustomizeError): string {
  try {
    return localizeRoot(folder, entry)
  } catch (error) {
    if (!(error instanceof KustomizeError)) throw error
    const could = `could not localize path ${quoteGo(entry)} as`
    const message = `${could} file: ${asFile.message}; ${could} directory: ${error.message}`
    const { code, hint, cause } = error
    const position = error.position ?? asFile.position
    throw new KustomizeError({ code, message, hint: hint ?? asFile.hint, cause, position })
  }
}

function refuseTaken({ loader }: BoundedLoader, what: string): void {
  if (!loader.has(LOCALIZED_FILES)) return
  const message = `${loader.root} already contains ${LOCALIZED_FILES} needed to store ${what}`
  throw new KustomizeError({ code: 'conflict', message, hint: 'rename the folder that is there' })
}
