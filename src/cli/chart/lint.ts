import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, normalize } from 'node:path'
import {
  type Finding,
  type GivenValues,
  type LintOptions,
  type LintTarget,
  lintBeyond,
  lintChart,
  mergeLayers,
} from '#render'
import type { globalFlags } from '../flags/global.ts'
import type { lintFlags } from '../flags/lint.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { chooseCapabilities } from './capabilities.ts'
import { templateEnvironment } from './environment.ts'
import { withLintTarget } from './lint-target.ts'
import { readLayers, readLocalText } from './values.ts'

/** What came of one path. */
export interface Linted {
  readonly path: string
  readonly findings: readonly Finding[]
  /** What kept the path from being linted at all. */
  readonly failure: string | undefined
  /** Whether it counts as failed. */
  readonly isFailed: boolean
}

/** The command line of `lint`. */
export type LintInput = Input<typeof globalFlags & typeof lintFlags>

/**
 * Lints every path that the command line names, one after the other, with our own rules behind Helm's unless called as
 * Helm; warnings go to stderr.
 */
export async function lintPaths(input: LintInput, session: Session): Promise<Linted[]> {
  const { args, flags } = input
  const run: Run = { input, session, given: await readGiven(input, session), options: undefined }
  const { contextNamespace } = await import('../release/context-namespace.ts')
  const options = lintOptions(run, await contextNamespace(flags, session))
  const paths = flags['with-subcharts'] ? [...args, ...args.flatMap(subchartPaths)] : args
  const linted: Linted[] = []
  for (const path of paths) linted.push(await lintPath(path, { ...run, options }))
  return linted
}

interface Run {
  readonly input: LintInput
  readonly session: Session
  readonly given: GivenValues
  readonly options: LintOptions | undefined
}

const noTls = { 'ca-file': undefined, 'cert-file': undefined, 'key-file': undefined }

async function readGiven({ flags }: LintInput, session: Session): Promise<GivenValues> {
  const { compat } = flags
  const layers = await readLayers({ ...flags, ...noTls }, compat, session)
  const local = flags.values.filter((name) => name !== '-' && existsSync(name))
  const texts = new Map(local.map((name) => [name, readFileSync(name, 'utf8')]))
  return { layers, texts, readFile: readLocalText, compat }
}

function lintOptions({ input: { flags }, session, given: { layers } }: Run, namespace: string): LintOptions {
  const { compat } = flags
  return {
    compat,
    config: mergeLayers(layers, { compat, readFile: readLocalText }),
    namespace,
    capabilities: chooseCapabilities({ 'kube-version': flags['kube-version'] }, compat),
    environment: templateEnvironment(session),
    skipSchemaValidation: flags['skip-schema-validation'],
  }
}

async function lintPath(path: string, run: Run): Promise<Linted> {
  const { flags } = run.input
  const onWarning = (line: string): void => run.session.stderr.write(`${line}\n`)
  try {
    const findings = await withLintTarget(path, { compat: flags.compat, onWarning }, async (target) => {
      const { findings: found, warnings } = await lintChart(target, run.options as LintOptions)
      for (const line of warnings) onWarning(line)
      const all = run.session.persona === 'helm' ? found : [...found, ...(await beyond(target, run.given))]
      return all.map(tidied)
    })
    const isFailed = findings.some(({ severity }) => severity === 'error' || (flags.strict && severity === 'warning'))
    return { path, findings, failure: undefined, isFailed }
  } catch (error) {
    return { path, findings: [], failure: (error as Error).message, isFailed: true }
  }
}

/** The finding with a path that has no `./` in it, as annotations want it. */
function tidied(finding: Finding): Finding {
  const { position } = finding
  return position === undefined ? finding : { ...finding, position: { ...position, file: normalize(position.file) } }
}

/** Our own rules; a chart that cannot be loaded has been spoken of already. */
async function beyond(target: LintTarget, given: GivenValues): Promise<readonly Finding[]> {
  const chart = target.tryLoad()
  return chart === undefined ? [] : lintBeyond(chart, given)
}

/** Charts below `charts/`, at any depth, as `--with-subcharts` finds them. */
function subchartPaths(path: string): string[] {
  return walk(join(path, 'charts')).flatMap((file) => {
    if (file.endsWith('/Chart.yaml')) return [file.slice(0, -'/Chart.yaml'.length)]
    return /\.(tgz|tar\.gz)$/.test(file) ? [file] : []
  })
}

function walk(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return []
  if (!found.isDirectory()) return [path]
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return [path, ...entries.flatMap((entry) => below(join(path, entry.name), entry.isDirectory()))]
}

function below(path: string, isFolder: boolean): string[] {
  return isFolder ? walk(path) : [path]
}
