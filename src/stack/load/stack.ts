import { basename, dirname, join } from 'node:path'
import type { YamlMap } from '#yaml'
import type { Stack, StackOptions, StackPart, StackRelease, StackWorld } from '../contract.ts'
import { StackError } from '../error.ts'
import { resolveNeeds } from '../order/needs.ts'
import { noSecrets, type Secrets } from '../reference/secrets.ts'
import { areCompatible, choose, selects } from '../select.ts'
import { type FileContext, templateData } from './context.ts'
import { readEntries } from './entries.ts'
import { hooksOf } from './hooks.ts'
import { mergeMaps } from './merge.ts'
import { matchingPaths } from './paths.ts'
import { listAt, mapAt, mapsAt, textAt, textsAt } from './read.ts'
import { type Draft, readReleases } from './release.ts'
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
  const secrets = noSecrets()
  for (;;) {
    try {
      return await readStack(path, options, { world, secrets })
    } catch (error) {
      if (secrets.wanted.size === 0) throw error
      await openSecrets(secrets, world)
    }
  }
}

async function openSecrets({ opened, wanted }: Secrets, world: StackWorld): Promise<void> {
  for (const [path, text] of wanted) {
    const secret = await world.decrypt(text, path)
    if (secret === undefined) throw new StackError('bad-reference', `ref+sops://${path}: sops has not encrypted it`)
    opened.set(path, secret)
  }
  wanted.clear()
}

async function readStack(
  path: string,
  options: StackOptions,
  { world, secrets }: Pick<Reading, 'world' | 'secrets'>,
): Promise<Stack> {
  const reading: Reading = { world, secrets, warnings: [], releases: [], parts: [] }
  const files = rootFiles(path, world)
  const selectors = options.selectors ?? []
  for (const file of files) {
    await collect(file, { ...FIRST_VISIT, options, isRoot: files.length === 1 }, reading)
  }
  const releases = resolveNeeds(reading.releases, selectors)
  const chosen: StackRelease[] = []
  for (const release of choose(releases, selectors, { withNeeds: options.withNeeds === true })) {
    chosen.push({ ...release, ...(await release.readContents()) })
  }
  const warnings = [...new Set([...reading.warnings, ...unwantedNeeds(releases)])]
  return { file: path, environment: options.environment, releases, chosen, parts: reading.parts, warnings }
}

/** A release that is wanted and needs one that shall not be there. */
function unwantedNeeds(releases: readonly StackRelease[]): readonly string[] {
  const unwanted = new Set(releases.filter(({ isWanted }) => !isWanted).map(({ id }) => id))
  return releases
    .filter(({ isWanted }) => isWanted)
    .flatMap(({ file, name, needs }) =>
      needs
        .filter((need) => unwanted.has(need))
        .map((need) => `${file}: release ${name} needs ${need.replace(/^\//, '')}, which has installed: false`),
    )
}

function rootFiles(path: string, world: StackWorld): readonly string[] {
  if (!world.isFolder(path)) return [path]
  if (basename(path) === 'helmfile.d') {
    return world
      .list(path)
      .filter((name) => /\.ya?ml(?:\.gotmpl)?$/.test(name))
      .map((name) => join(path, name))
  }
  const names = NAMES.filter(
    (each) => world.isFolder(join(path, each)) || world.readText(join(path, each)) !== undefined,
  )
  const [name] = names
  if (names.length > 1) {
    throw new StackError('bad-stack', `${path} has both ${names.join(' and ')} – expected one of them`, {
      hint: 'name the file that is meant',
    })
  }
  if (name === undefined) throw new StackError('missing-file', `${path} has no ${NAMES.join(', no ')}`)
  return rootFiles(join(path, name), world)
}

/** Everything that was read so far. */
interface Reading {
  readonly world: StackWorld
  readonly secrets: Secrets
  readonly warnings: string[]
  readonly releases: Draft[]
  /** Files whose releases are there; the next stage is their number. */
  readonly parts: StackPart[]
}

interface Visit {
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

const FIRST_VISIT = {
  depth: 0,
  selectors: [],
  isChosen: false,
  inherited: { spec: new Map(), values: new Map() },
  parent: undefined,
} as const

/** Reads a file and those that it names; helmfiles run one after the other, so each is a stage. Mutates `reading`. */
async function collect(file: string, visit: Visit, reading: Reading): Promise<void> {
  if (visit.depth > MAX_DEPTH)
    throw new StackError('bad-stack', `${file}: more than ${MAX_DEPTH} files name one another`)
  const { options, inherited } = visit
  const { world, warnings, secrets } = reading
  const context: FileContext = {
    ...{ world, options, file, warnings, secrets, inherited },
    folder: dirname(file),
    places: new WeakMap(),
  }
  const state = await loadFile(context, visit.parent)
  if (state.isForeign) {
    if (!visit.isRoot) return
    const declared = [...mapAt(state.spec, 'environments').keys()].join(', ')
    const text = `${file}: environment ${JSON.stringify(options.environment)} is not declared`
    throw new StackError('unknown-environment', text, { hint: `declared are ${declared}` })
  }
  for (const nested of await nestedFiles(state, visit)) await collect(nested.file, nested.visit, reading)
  const stage = state.format === 'helmfile' ? reading.parts.length : 0
  const releases = readReleases(state, stage).filter((release) => selects(visit.selectors, release))
  reading.releases.push(...releases.map((release) => ({ ...release, isChosen: visit.isChosen })))
  if (reading.releases.length > MAX_RELEASES) throw new StackError('bad-stack', `more than ${MAX_RELEASES} releases`)
  if (state.format === 'helmfile') {
    reading.parts.push({
      file,
      stage,
      hooks: hooksOf(mapsAt(state.spec, 'hooks'), templateData(context, state), context),
    })
  }
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
    if (found.length === 0) passMissing(path, state)
    if (excludes(detail, visit.options.selectors ?? [])) continue
    const next = await nestedVisit(detail, state, visit)
    nested.push(...found.flatMap((each) => rootFiles(each, context.world)).map((file) => ({ file, visit: next })))
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
