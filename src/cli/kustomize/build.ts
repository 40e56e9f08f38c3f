import { type BuildOptions, buildKustomization, type Fetchers, type KustomizeBuild, type Reorder } from '#render'
import { localFiles } from '#source'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { KustomizeInput } from './input.ts'
import { remoteFetchers } from './remote.ts'

/** Builds the kustomization that the command line names; warnings go to stderr. */
export async function buildFromFlags(path: string, input: KustomizeInput, session: Session): Promise<KustomizeBuild> {
  const { options, fetchers } = await planBuild(input, session)
  return buildKustomization(path, options, fetchers)
}

/** What a build is told, and what fetches for it. */
export interface BuildPlan {
  readonly options: BuildOptions
  readonly fetchers: Fetchers
}

/** The build that the command line asks for; warnings go to stderr. Throws `CliError` for flags that are wrong. */
export async function planBuild(input: KustomizeInput, session: Session): Promise<BuildPlan> {
  checkFlags(input)
  const { files, fetchers } = remoteFetchers(input, session)
  const { flags } = input
  const isHelm = flags['enable-helm'] || flags['enable-alpha-plugins']
  const charts = isHelm ? (await import('./charts.ts')).chartRenders(input, session) : undefined
  return {
    options: { ...(await optionsOf(input, session)), files, helm: charts?.options },
    fetchers: { ...fetchers, render: charts?.render },
  }
}

const RESTRICTORS = ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone']
const ORDERS = ['legacy', 'none']

function checkFlags({ flags, given }: KustomizeInput): void {
  checkValue('load-restrictor', flags['load-restrictor'], ['', ...RESTRICTORS])
  if (given.has('reorder')) checkValue('reorder', flags.reorder, ORDERS)
}

function checkValue(name: string, value: string, legal: readonly string[]): void {
  if (legal.includes(value)) return
  const shown = legal.filter((each) => each !== '').join(' ')
  throw new CliError('usage', `illegal flag value --${name} ${value}; legal values: [${shown}]`)
}

async function optionsOf(input: KustomizeInput, session: Session): Promise<BuildOptions> {
  const { flags, given } = input
  const write = (line: string): void => session.stderr.write(line.endsWith('\n') ? line : `${line}\n`)
  for (const name of given) {
    if (DEPRECATED.has(name)) write(`Flag --${name} has been deprecated, ${DEPRECATED.get(name) ?? ''}`)
  }
  const isOpen = flags['enable-alpha-plugins']
  const plugins = isOpen ? (await import('./plugin-root.ts')).pluginOptions(input, session) : undefined
  return {
    files: localFiles(),
    isUnrestricted: flags['load-restrictor'] === 'LoadRestrictionsNone',
    reorder: given.has('reorder') ? (flags.reorder as Reorder) : 'unspecified',
    addManagedByLabel: flags['enable-managedby-label'],
    warn: write,
    log: write,
    plugins,
  }
}

/** Flags that the reference warns about, in the order in which they were given. */
const DEPRECATED: ReadonlyMap<string, string> = new Map([
  [
    'enable-managedby-label',
    'The flag `enable-managedby-label` has been deprecated. Use the `managedByLabel` option in the `buildMetadata` field instead.',
  ],
  ['reorder', "use the new 'sortOptions' field in kustomization.yaml instead."],
])
