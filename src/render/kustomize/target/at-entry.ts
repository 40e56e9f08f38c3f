import { loadTree, type YamlNode } from '#yaml'
import { nearestText } from '../../nearest.ts'
import type { Position } from '../../resource.ts'
import { KustomizeError } from '../error.ts'
import type { Loader } from '../load/loader.ts'
import { basePath } from '../load/path.ts'
import { type EntryPath, entryPosition } from './entry-position.ts'
import type { Cause, CauseFile } from './observer.ts'

/** Runs what an entry of the kustomization file asks for; a failure without a place gets that of the entry. */
export function atEntry<T>(file: CauseFile, path: EntryPath, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const hint = (): string | undefined => (isMissing(error) ? MISSING : undefined)
    throw placed(error, { position: () => entryPosition(file, path), hint })
  }
}

/** The same for the entry of a generator: the source that the failure speaks of has the place. */
export function atSource<T>({ kustomization, entry, config = {} }: Cause, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (kustomization === undefined || !(error instanceof KustomizeError)) throw error
    const { path, name } = findSource(error.message, config)
    const position = (): Position | undefined => entryPosition(kustomization, [...entry, ...path])
    throw placed(error, { position, hint: () => name && otherName(error, kustomization.loader, name) })
  }
}

/** The source that a message ends with. */
function findSource(message: string, config: object): { readonly path: EntryPath; readonly name?: string } {
  const tail = message.slice(message.lastIndexOf(']: ') + 1)
  for (const field of ['literals', 'files', 'envs']) {
    const sources = ((config as Record<string, unknown>)[field] ?? []) as readonly string[]
    const at = sources.findIndex((source) => tail.includes(source.slice(source.indexOf('=') + 1) || source))
    const [source = ''] = sources.slice(at)
    if (at < 0) continue
    return field === 'literals'
      ? { path: [field, at] }
      : { path: [field, at], name: source.slice(source.indexOf('=') + 1) }
  }
  return { path: [] }
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

/** A file that is there in place of one that is not. */
export function otherName(error: unknown, loader: Loader, name: string): string | undefined {
  if (!isMissing(error) || name === '') return undefined
  const own = basePath(name)
  const names = loader.namesBeside(name).filter((each) => each !== own)
  const stem = withoutEnding(own)
  const near = names.find((each) => withoutEnding(each) === stem) ?? nearestText(own, names)
  if (near === undefined) return MISSING
  return `did you mean ${name.slice(0, name.length - own.length)}${near}?`
}

const MISSING = 'write it, or take the entry out'

function isMissing(error: unknown): boolean {
  return error instanceof KustomizeError && error.code === 'not-found'
}

function withoutEnding(name: string): string {
  return name.replace(/\.(ya?ml|json)$/, '')
}
