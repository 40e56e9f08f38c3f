import { dirname, isAbsolute, join } from 'node:path'
import type { GoMap } from '#template'
import { load, YamlError, type YamlMap, type YamlValue } from '#yaml'
import type { StackValues } from '../contract.ts'
import { StackError } from '../error.ts'
import { hasReference, resolvedText, resolveReferences } from '../reference/resolve.ts'
import { type FileContext, runText } from './context.ts'
import { refuseEndless } from './endless.ts'
import type { MissingFiles } from './missing-files.ts'
import { matchingPaths } from './paths.ts'

/** Entries of a `values` list: files or values as they are. */
export interface EntryList {
  readonly entries: readonly YamlValue[]
  /** What stands for values that are written in the file itself. */
  readonly title: string
  readonly data: GoMap
  readonly missing: MissingFiles
  /** Before each file's path. */
  readonly prefix?: string
  /** `ref+…` is looked up: in values of releases. In those of the stack it stays, and is when a release takes it over. */
  readonly hasReferences?: boolean
}

/** Reads the entries in their order. Files with `.gotmpl` are templates; encrypted ones are opened. Throws StackError. */
export async function readEntries(list: EntryList, context: FileContext): Promise<StackValues[]> {
  const layers: StackValues[] = []
  for (const [index, entry] of list.entries.entries()) {
    if (entry instanceof Map) {
      const layer = { file: `${context.file} (${list.title}[${index}])`, values: entry, isSecret: false }
      layers.push(list.hasReferences === true ? resolved(layer, context) : layer)
    } else if (typeof entry === 'string') {
      for (const path of pathsOf(entry, list, context)) layers.push(await readFile(path, list, context))
    }
  }
  return layers
}

/** What a reference names is a secret: it is not shown. */
function resolved(layer: StackValues, context: FileContext): StackValues {
  if (!holdsReference(layer.values)) return layer
  const values = resolveReferences(layer.values, context)
  return { ...layer, values: values as YamlMap, isSecret: true }
}

function holdsReference(value: YamlValue): boolean {
  if (typeof value === 'string') return hasReference(value)
  if (Array.isArray(value)) return value.some(holdsReference)
  return value instanceof Map && [...value.values()].some(holdsReference)
}

/** The files that an entry names. Throws `missing-file`, `unsupported`. */
export function pathsOf(
  entry: string,
  { title, missing, prefix = '' }: Pick<EntryList, 'title' | 'missing' | 'prefix'>,
  context: FileContext,
): readonly string[] {
  const { folder, world, file, warnings } = context
  const named = hasReference(entry) ? resolvedText(entry, context) : `${prefix}${entry}`
  if (/^(?:[a-z0-9+]+:\/\/|[a-z]+::)/i.test(named)) {
    throw new StackError('unsupported', `${file}: ${title}: ${named} – expected a file of this machine`)
  }
  if (named.endsWith('.hcl')) throw new StackError('unsupported', `${file}: ${title}: ${named} – expected YAML`)
  const paths = matchingPaths(isAbsolute(named) ? named : join(folder, named), world)
  if (paths.length > 0) return paths
  const text = `${file}: ${title}: ${named} is not there`
  if (missing === 'error') throw new StackError('missing-file', text, { hint: `looked in ${folder}` })
  if (missing === 'warn') warnings.push(`${text} and left out`)
  return []
}

async function readFile(path: string, list: EntryList, context: FileContext): Promise<StackValues> {
  const raw = context.world.readText(path) ?? ''
  const from = dirname(path)
  const text = path.endsWith('.gotmpl') ? runText(context, path, { text: raw, data: list.data, from }) : raw
  const secret = await context.world.decrypt(text, path)
  const layer = { file: path, values: secret ?? parse(text, path), isSecret: secret !== undefined }
  return list.hasReferences === true ? resolved(layer, context) : layer
}

function parse(text: string, path: string): YamlMap {
  let value: YamlValue
  try {
    value = load(text, { file: path })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new StackError('bad-values', `${path}: ${error.message}`, { position: error.position, cause: error })
  }
  if (value === null) return new Map()
  refuseEndless(value, path)
  if (value instanceof Map) return value
  throw new StackError('bad-values', `${path} holds no values – expected a mapping`)
}
