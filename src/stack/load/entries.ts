import { basename, isAbsolute, join } from 'node:path'
import type { GoMap } from '#template'
import { load, YamlError, type YamlMap, type YamlValue } from '#yaml'
import type { StackValues } from '../contract.ts'
import { StackError } from '../error.ts'
import { type FileContext, runText } from './context.ts'
import { refuseEndless } from './endless.ts'
import { matchingPaths } from './paths.ts'

/** Entries of a `values` list: files or values as they are. */
export interface EntryList {
  readonly entries: readonly YamlValue[]
  /** What stands for values that are written in the file itself. */
  readonly title: string
  readonly data: GoMap
  /** A file that is not there is passed over. */
  readonly mayBeMissing: boolean
}

/** Reads the entries in their order. Files with `.gotmpl` are templates; encrypted ones are opened. Throws StackError. */
export async function readEntries(list: EntryList, context: FileContext): Promise<StackValues[]> {
  const layers: StackValues[] = []
  for (const [index, entry] of list.entries.entries()) {
    if (entry instanceof Map) {
      layers.push({ file: `${context.file} (${list.title}[${index}])`, values: entry, isSecret: false })
      continue
    }
    if (typeof entry === 'string') layers.push(...(await readFiles(entry, list, context)))
  }
  return layers
}

async function readFiles(entry: string, list: EntryList, context: FileContext): Promise<StackValues[]> {
  const { folder, world } = context
  if (/^(?:[a-z0-9+]+:\/\/|[a-z]+::|ref\+)/i.test(entry)) {
    throw new StackError('unsupported', `${context.file}: ${list.title}: ${entry} – expected a file of this machine`)
  }
  if (entry.endsWith('.hcl')) {
    throw new StackError('unsupported', `${context.file}: ${list.title}: ${entry} – expected YAML`)
  }
  const pattern = isAbsolute(entry) ? entry : join(folder, entry)
  const paths = matchingPaths(pattern, world)
  if (paths.length === 0 && !list.mayBeMissing) {
    throw new StackError('missing-file', `${context.file}: ${list.title}: ${entry} is not there`)
  }
  const layers: StackValues[] = []
  for (const path of paths) layers.push(await readFile(path, list.data, context))
  return layers
}

async function readFile(path: string, data: GoMap, context: FileContext): Promise<StackValues> {
  const raw = context.world.readText(path) ?? ''
  const text = path.endsWith('.gotmpl') ? runText(context, path, { text: raw, data }) : raw
  const secret = await context.world.decrypt(text, path)
  return { file: path, values: secret ?? parse(text, path), isSecret: secret !== undefined }
}

function parse(text: string, path: string): YamlMap {
  let value: YamlValue
  try {
    value = load(text, { file: path })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new StackError('bad-values', `${basename(path)}: ${error.message}`, {
      position: error.position,
      cause: error,
    })
  }
  if (value === null) return new Map()
  refuseEndless(value, path)
  if (value instanceof Map) return value
  throw new StackError('bad-values', `${path} holds no values – expected a mapping`)
}
