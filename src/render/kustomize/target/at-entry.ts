import { loadTree, type YamlNode } from '#yaml'
import type { Position } from '../../resource.ts'
import { KustomizeError } from '../error.ts'
import type { Loader } from '../load/loader.ts'
import { type EntryPath, entryPosition } from './entry-position.ts'
import type { CauseFile } from './observer.ts'

/** Runs what an entry of the kustomization file asks for; a failure without a place gets that of the entry. */
export function atEntry<T>(file: CauseFile, path: EntryPath, run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw placed(error, { position: () => entryPosition(file, path) })
  }
}

/** The same for an entry that is known by what it names: a file, a folder, an address. */
export function atNamed<T>(file: CauseFile, name: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const hint = (): string | undefined => otherName(error, file.loader, name)
    throw placed(error, { position: () => namedPosition(file, name), hint })
  }
}

interface Found {
  readonly position: () => Position | undefined
  readonly hint?: () => string | undefined
}

function placed(error: unknown, found: Found): unknown {
  if (!(error instanceof KustomizeError)) return error
  const { code, message, cause } = error
  const position = error.position ?? found.position()
  return new KustomizeError({ code, message, cause, position, hint: error.hint ?? found.hint?.() })
}

/** Fields that list files and folders. */
const LISTS = new Set([
  ...['resources', 'bases', 'components', 'crds', 'configurations'],
  ...['generators', 'transformers', 'validators'],
])

function namedPosition(file: CauseFile, name: string): Position | undefined {
  const path = findNamed(file, name)
  return path && entryPosition(file, path)
}

function findNamed({ loader, fileName }: CauseFile, name: string): EntryPath | undefined {
  try {
    const { entries = [] } = loadTree(loader.loadText(fileName))
    for (const { key, node } of entries.filter((entry) => LISTS.has(entry.key))) {
      const at = node.items?.findIndex((item: YamlNode) => item.value === name) ?? -1
      if (at >= 0) return [key, at]
    }
    return undefined
  } catch {
    return undefined
  }
}

const ENDINGS = ['.yaml', '.yml', '.json', '']

/** A file that is there in place of one that is not. */
function otherName(error: unknown, loader: Loader, name: string): string | undefined {
  const isMissing = error instanceof KustomizeError && error.code === 'not-found'
  if (!isMissing || name === '' || loader.pathOf(name) === name) return undefined
  const stem = name.replace(/\.(ya?ml|json)$/, '')
  const other = ENDINGS.map((ending) => stem + ending).find((path) => path !== name && loader.has(path))
  return other === undefined ? 'write it, or take the entry out' : `did you mean ${other}?`
}
