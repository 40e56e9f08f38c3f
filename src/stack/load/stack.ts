import { dirname } from 'node:path'
import type { Stack, StackOptions, StackPart, StackRelease, StackWorld } from '../contract.ts'
import { StackError } from '../error.ts'
import { resolveNeeds } from '../order/needs.ts'
import { noSecrets, type Secrets } from '../reference/secrets.ts'
import { choose, selects } from '../select.ts'
import { type FileContext, templateData } from './context.ts'
import { hooksOf } from './hooks.ts'
import { nestedFiles, type Visit } from './nested.ts'
import { mapAt, mapsAt } from './read.ts'
import { type Draft, readReleases } from './release.ts'
import { rootFiles } from './root-files.ts'
import { type LoadedFile, loadFile } from './state.ts'

/** How deep files may name files. */
const MAX_DEPTH = 20
/** More than any stack has. */
const MAX_RELEASES = 10_000

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
    chosen.push({ ...release, ...(await release.readContents().catch((error: unknown) => rethrow(error, release))) })
  }
  const warnings = [...new Set([...reading.warnings, ...unwantedNeeds(releases)])]
  return { file: path, environment: options.environment, releases, chosen, parts: reading.parts, warnings }
}

/** Says where the release stands, when nothing more exact is known. */
function rethrow(error: unknown, { position }: StackRelease): never {
  if (!(error instanceof StackError) || error.position !== undefined || position === undefined) throw error
  throw new StackError(error.code, error.message, { position, hint: error.hint, cause: error })
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

/** Everything that was read so far. */
interface Reading {
  readonly world: StackWorld
  readonly secrets: Secrets
  readonly warnings: string[]
  readonly releases: Draft[]
  /** Files whose releases are there; the next stage is their number. */
  readonly parts: StackPart[]
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
  if (state.isForeign) return passForeign(state, visit)
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

/** A file that does not know the environment is left out; where it is the only one, that is an error. */
function passForeign({ spec, context }: LoadedFile, { isRoot }: Visit): void {
  const text = `${context.file}: environment ${JSON.stringify(context.options.environment)} is not declared`
  const declared = [...mapAt(spec, 'environments').keys()].join(', ') || 'none'
  if (isRoot) throw new StackError('unknown-environment', text, { hint: `declared are ${declared}` })
  context.warnings.push(`${text}, the file is left out`)
}
