import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Finding, lintChart, mergeLayers } from '#render'
import type { globalFlags } from '../flags/global.ts'
import type { lintFlags } from '../flags/lint.ts'
import type { Input } from '../frame/flag.ts'
import type { Session } from '../frame/session.ts'
import { chooseCapabilities } from './capabilities.ts'
import { templateEnvironment } from './environment.ts'
import { renderBudget } from './limits.ts'
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

const noTls = { 'ca-file': undefined, 'cert-file': undefined, 'key-file': undefined }

/** Lints every path that the command line names, one after the other; warnings go to stderr. */
export async function lintPaths({ args, flags }: LintInput, session: Session): Promise<Linted[]> {
  const paths = flags['with-subcharts'] ? [...args, ...args.flatMap(subchartPaths)] : args
  const layers = await readLayers({ ...flags, ...noTls }, flags.compat, session)
  const config = mergeLayers(layers, { compat: flags.compat, readFile: readLocalText })
  const options = {
    compat: flags.compat,
    config,
    namespace: flags.namespace ?? session.environment['HELM_NAMESPACE'] ?? 'default',
    capabilities: chooseCapabilities({ 'kube-version': flags['kube-version'] }, flags.compat),
    environment: templateEnvironment(session),
    skipSchemaValidation: flags['skip-schema-validation'],
    budget: renderBudget(flags.limits, session),
  }
  const onWarning = (line: string): void => session.stderr.write(`${line}\n`)
  const linted: Linted[] = []
  for (const path of paths) {
    try {
      const { findings, warnings } = await withLintTarget(path, { compat: flags.compat, onWarning }, (target) =>
        lintChart(target, options),
      )
      for (const line of warnings) onWarning(line)
      const isFailed = findings.some(({ severity }) => severity === 'error' || (flags.strict && severity === 'warning'))
      linted.push({ path, findings, failure: undefined, isFailed })
    } catch (error) {
      linted.push({ path, findings: [], failure: (error as Error).message, isFailed: true })
    }
  }
  return linted
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
  return [
    path,
    ...entries.flatMap((entry) => (entry.isDirectory() ? walk(join(path, entry.name)) : [join(path, entry.name)])),
  ]
}
