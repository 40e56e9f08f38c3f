import { join } from 'node:path'
import type { YamlMap } from '#yaml'
import type { StackOptions } from '../contract.ts'
import { StackError } from '../error.ts'
import { areCompatible } from '../select.ts'
import { type FileContext, templateData } from './context.ts'
import { readEntries } from './entries.ts'
import { mergeMaps } from './merge.ts'
import { matchingPaths } from './paths.ts'
import { listAt, textAt, textsAt } from './read.ts'
import { rootFiles } from './root-files.ts'
import type { LoadedFile } from './state.ts'

/** How a file is read, as the files above it say. */
export interface Visit {
  readonly options: StackOptions
  readonly depth: number
  readonly selectors: readonly string[]
  /** A file above chose the releases: selectors of the command line do not apply. */
  readonly isChosen: boolean
  readonly isRoot: boolean
  readonly inherited: FileContext['inherited']
  /** Format of the file that names this one. */
  readonly parent: LoadedFile['format'] | undefined
}

/** A file that another names. */
export interface Nested {
  readonly file: string
  readonly visit: Visit
}

/** The files that a file names, in its order. Throws StackError. */
export async function nestedFiles(state: LoadedFile, visit: Visit): Promise<Nested[]> {
  const { context, spec } = state
  const nested: Nested[] = []
  for (const entry of listAt(spec, 'helmfiles')) {
    const detail: YamlMap = entry instanceof Map ? entry : new Map([['path', entry]])
    const path = textAt(detail, 'path')
    if (/^(?:[a-z0-9+]+:\/\/|[a-z]+::)/i.test(path)) {
      throw new StackError('unsupported', `${context.file}: ${path} – expected a file of this machine`)
    }
    const found = matchingPaths(path.startsWith('/') ? path : join(context.folder, path), context.world)
    if (found.length === 0) passMissing(path, state)
    if (excludes(detail, visit.options.selectors ?? [])) continue
    const next = await nestedVisit(detail, state, visit)
    const files = found.flatMap((each) => rootFiles(each, context.world, state.format))
    nested.push(...files.map((file) => ({ file, visit: next })))
  }
  return nested
}

/** No release can fit both the selectors of a nested file and those of the command line. */
function excludes(detail: YamlMap, selectors: readonly string[]): boolean {
  const own = textsAt(detail, 'selectors')
  if (own.length === 0 || selectors.length === 0 || detail.get('selectorsInherited') === true) return false
  return !own.some((each) => selectors.some((other) => areCompatible(each, other)))
}

/** A nested helmfile that is not there is left out, unless the file says that it is an error; in our format it always is. */
function passMissing(path: string, { format, spec, context }: LoadedFile): void {
  const isError = format === 'own' || textAt(spec, 'missingFileHandler') === 'Error'
  if (isError) throw new StackError('missing-file', `${context.file}: ${path} is not there`)
  context.warnings.push(`${context.file}: no matches for path: ${path}`)
}

async function nestedVisit(detail: YamlMap, state: LoadedFile, visit: Visit): Promise<Visit> {
  const { context, format } = state
  const data = templateData(context, state)
  const list = { entries: listAt(detail, 'values'), title: 'values of a nested file', data, missing: 'error' as const }
  const layers = await readEntries(list, context)
  const overrides = layers.reduce((all, layer) => mergeMaps(all, layer.values), new Map())
  const own = textsAt(detail, 'selectors')
  const isInherited = !detail.has('selectors') || detail.get('selectorsInherited') === true
  return {
    options: { ...visit.options, overrides: mergeMaps(overrides, visit.options.overrides) },
    depth: visit.depth + 1,
    selectors: isInherited ? visit.selectors : own,
    isChosen: isInherited ? visit.isChosen : true,
    isRoot: false,
    inherited: handedDown(detail, state),
    parent: format,
  }
}

const INHERITABLE: readonly string[] = [
  ...['repositories', 'helmDefaults', 'commonLabels', 'apiVersions', 'kubeVersion', 'templates', 'environments'],
]

/** What `inherits` names: the parent's fields, or its values. Throws StackError `bad-stack`. */
function handedDown(detail: YamlMap, { spec, values, context }: LoadedFile): FileContext['inherited'] {
  const names = textsAt(detail, 'inherits')
  const wrong = names.find((name) => !INHERITABLE.includes(name))
  if (wrong !== undefined) {
    const text = `${context.file}: "${wrong}" is not allowed under "inherits" – expected one of ${INHERITABLE.join(', ')}`
    throw new StackError('bad-stack', text)
  }
  const fields = names.map((name) => [name, spec.get(name)] as const)
  return {
    spec: new Map(
      fields.flatMap(([name, value]) => (value === undefined || name === 'environments' ? [] : [[name, value]])),
    ),
    values: names.includes('environments') ? values : new Map(),
  }
}
