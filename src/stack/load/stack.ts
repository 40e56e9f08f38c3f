import { basename, dirname, join } from 'node:path'
import type { YamlMap } from '#yaml'
import type { Stack, StackOptions, StackRelease, StackWorld } from '../contract.ts'
import { StackError } from '../error.ts'
import { resolveNeeds } from '../order/needs.ts'
import { selects } from '../select.ts'
import { type FileContext, templateData } from './context.ts'
import { readEntries } from './entries.ts'
import { mergeMaps } from './merge.ts'
import { matchingPaths } from './paths.ts'
import { listAt, textAt, textsAt } from './read.ts'
import { readReleases } from './release.ts'
import { type LoadedFile, loadFile } from './state.ts'

/** How deep files may name files. */
const MAX_DEPTH = 20
/** More than any stack has. */
const MAX_RELEASES = 10_000
const NAMES = ['stack.yaml', 'helmfile.yaml', 'helmfile.yaml.gotmpl', 'helmfile.d'] as const

/**
 * Reads a stack: a file of ours, a helmfile, or a folder that holds one. Everything about its releases is decided, and what
 * they need is found. Throws StackError, with a position where there is one.
 */
export async function loadStack(path: string, options: StackOptions, world: StackWorld): Promise<Stack> {
  const reading: Reading = { world, warnings: [], releases: [], stage: 0 }
  const files = rootFiles(path, world)
  for (const file of files)
    await collect(file, { options, depth: 0, selectors: [], isRoot: files.length === 1, inherited: NOTHING }, reading)
  return {
    file: path,
    environment: options.environment,
    releases: resolveNeeds(reading.releases),
    warnings: reading.warnings,
  }
}

function rootFiles(path: string, world: StackWorld): readonly string[] {
  if (!world.isFolder(path)) return [path]
  if (basename(path) === 'helmfile.d') {
    return world
      .list(path)
      .filter((name) => /\.ya?ml(?:\.gotmpl)?$/.test(name))
      .map((name) => join(path, name))
  }
  const name = NAMES.find((each) => world.isFolder(join(path, each)) || world.readText(join(path, each)) !== undefined)
  if (name === undefined) throw new StackError('missing-file', `${path} has no ${NAMES.join(', no ')}`)
  return rootFiles(join(path, name), world)
}

/** Everything that was read so far. */
interface Reading {
  readonly world: StackWorld
  readonly warnings: string[]
  readonly releases: StackRelease[]
  stage: number
}

interface Visit {
  readonly options: StackOptions
  readonly depth: number
  readonly selectors: readonly string[]
  readonly isRoot: boolean
  readonly inherited: FileContext['inherited']
}

const NOTHING: FileContext['inherited'] = { spec: new Map(), values: new Map() }

/** Reads a file and those that it names; helmfiles run one after the other, so each is a stage. Mutates `reading`. */
async function collect(file: string, visit: Visit, reading: Reading): Promise<void> {
  if (visit.depth > MAX_DEPTH)
    throw new StackError('bad-stack', `${file}: more than ${MAX_DEPTH} files name one another`)
  const { world, warnings } = reading
  const context: FileContext = {
    world,
    options: visit.options,
    file,
    folder: dirname(file),
    warnings,
    inherited: visit.inherited,
  }
  const state = await loadFile(context)
  if (state.isForeign) {
    if (!visit.isRoot) return
    throw new StackError(
      'unknown-environment',
      `${file}: environment ${JSON.stringify(visit.options.environment)} is not declared`,
    )
  }
  for (const nested of await nestedFiles(state, visit)) await collect(nested.file, nested.visit, reading)
  const releases = (await readReleases(state, reading.stage)).filter((release) => selects(visit.selectors, release))
  reading.releases.push(...releases)
  if (reading.releases.length > MAX_RELEASES) throw new StackError('bad-stack', `more than ${MAX_RELEASES} releases`)
  if (state.format === 'helmfile') reading.stage++
}

interface Nested {
  readonly file: string
  readonly visit: Visit
}

async function nestedFiles(state: LoadedFile, visit: Visit): Promise<Nested[]> {
  const { context, spec } = state
  const nested: Nested[] = []
  for (const entry of listAt(spec, 'helmfiles')) {
    const detail: YamlMap = entry instanceof Map ? entry : new Map([['path', entry]])
    const path = textAt(detail, 'path')
    if (/^(?:[a-z0-9+]+:\/\/|[a-z]+::)/i.test(path)) {
      throw new StackError('unsupported', `${context.file}: ${path} – expected a file of this machine`)
    }
    const found = matchingPaths(path.startsWith('/') ? path : join(context.folder, path), context.world)
    if (found.length === 0) throw new StackError('missing-file', `${context.file}: ${path} is not there`)
    const next = await nestedVisit(detail, state, visit)
    nested.push(...found.flatMap((each) => rootFiles(each, context.world)).map((file) => ({ file, visit: next })))
  }
  return nested
}

async function nestedVisit(detail: YamlMap, { context, values, spec }: LoadedFile, visit: Visit): Promise<Visit> {
  const data = templateData(context, values)
  const layers = await readEntries(
    { entries: listAt(detail, 'values'), title: 'values of a nested file', data, mayBeMissing: false },
    context,
  )
  const overrides = layers.reduce((all, layer) => mergeMaps(all, layer.values), new Map())
  const own = textsAt(detail, 'selectors')
  return {
    options: { ...visit.options, overrides: mergeMaps(overrides, visit.options.overrides) },
    depth: visit.depth + 1,
    selectors: own.length > 0 ? own : visit.selectors,
    isRoot: false,
    inherited: handedDown(detail, spec, values),
  }
}

/** What `inherits` names: the parent's fields, or its values. */
function handedDown(detail: YamlMap, spec: YamlMap, values: YamlMap): FileContext['inherited'] {
  const names = textsAt(detail, 'inherits')
  const fields = names.map((name) => [name, spec.get(name)] as const)
  return {
    spec: new Map(
      fields.flatMap(([name, value]) => (value === undefined || name === 'environments' ? [] : [[name, value]])),
    ),
    values: names.includes('environments') ? values : new Map(),
  }
}
