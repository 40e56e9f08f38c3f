/**
 * Runs both Helms on the probe charts of `fixtures/helm` and records what they print: `node test/parity/helm-probe.ts`.
 * With `check`, compares our renderer with the record instead, one line for each case that differs.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type HelmRenderOptions,
  offlineCapabilities,
  parseKubeVersion,
  RenderError,
  renderHelm,
  type SetKind,
  type ValuesLayer,
} from '#render'
import { loadChart, parseValues, SourceError } from '#source'
import { peer } from '../peers.ts'
import { type ProbeCase, probeCases } from './helm-cases.ts'

/** The compatibility levels with the Helm that each follows. */
export const levels = [
  ['helm4', 'helm-4.1.4'],
  ['helm3', 'helm-3.17.2'],
] as const

type Compat = (typeof levels)[number][0]

/** What a run printed. */
export interface ProbeResult {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

const FOLDER = resolve(import.meta.dirname, '../../fixtures/helm')
const RECORD = join(FOLDER, 'expected.jsonl')

/** The recorded results by `level name`. */
export function recordedResults(): Map<string, ProbeResult> {
  const lines = readFileSync(RECORD, 'utf8').trim().split('\n')
  return new Map(lines.map((line) => JSON.parse(line) as readonly [string, ProbeResult]))
}

function record(): void {
  const lines = levels.flatMap(([compat, name]) => {
    const path = peer(name)
    if (path === undefined) throw new Error(`${name} is missing`)
    return probeCases.map((entry) => JSON.stringify([`${compat} ${entry.name}`, run(path, entry)]))
  })
  writeFileSync(RECORD, `${lines.join('\n')}\n`)
}

function run(path: string, { release = 'rel', chart, args, isPostRendered }: ProbeCase): ProbeResult {
  const postRender = isPostRendered === true ? ['--post-renderer', 'cat'] : []
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    HELM_NAMESPACE: 'default',
    HELM_PLUGINS: path.includes('helm-4') ? join(FOLDER, 'plugins') : '/nonexistent',
  }
  const done = spawnSync(path, ['template', release, `charts/${chart}`, ...args, ...postRender], {
    cwd: FOLDER,
    encoding: 'utf8',
    env,
  })
  const stderr = done.stderr.replaceAll(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, '')
  return { exit: done.status ?? -1, stdout: done.stdout, stderr }
}

const environment = { now: () => 0, randomBytes: (size: number) => new Uint8Array(size), timeZone: 'UTC' }

/** Our renderer's answer to a probe, put together as Helm's command does. */
export async function ourResult(entry: ProbeCase, compat: Compat): Promise<ProbeResult> {
  const warnings: string[] = []
  try {
    const chart = loadChart(join(FOLDER, 'charts', entry.chart), {
      compat,
      origin: `charts/${entry.chart}`,
      onWarning: (line) => warnings.push(line),
    })
    const rendered = await renderHelm(chart, options(entry, compat), entry.isPostRendered ? passThrough : undefined)
    return { exit: 0, stdout: rendered.manifest.text, stderr: lines([...warnings, ...rendered.warnings]) }
  } catch (error) {
    if (!(error instanceof RenderError) && !(error instanceof SourceError)) throw error
    const early = error instanceof RenderError ? error.warnings : []
    return { exit: 1, stdout: '', stderr: lines([...warnings, ...early, ...failure(error)]) }
  }
}

/** What the plugin in `fixtures/helm/plugins` does; the caller of a post-renderer refuses empty output. */
async function passThrough(text: string): Promise<string> {
  if (text.trim() === '') throw new Error('post-renderer "cat" produced empty output')
  return text
}

const PARTIAL_RELEASE = ['template', 'template-parse', 'manifest', 'budget', 'post-render', 'kube-version']

function failure(error: RenderError | SourceError): string[] {
  const isPartial = PARTIAL_RELEASE.includes(error.code) && !error.message.startsWith('invalid kube version')
  return [`Error: ${error.message}`, ...(isPartial ? ['', 'Use --debug flag to render out invalid YAML'] : [])]
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}

type Changeable<T> = { -readonly [K in keyof T]: T[K] }

function options({ release = 'rel', args }: ProbeCase, compat: Compat): HelmRenderOptions {
  const parsed = parse(args, compat)
  return {
    ...parsed.options,
    compat,
    environment,
    release: { name: release, namespace: parsed.namespace, isUpgrade: args.includes('--is-upgrade') },
    capabilities: offlineCapabilities(compat, {
      apiVersions: parsed.apiVersions,
      ...(parsed.kubeVersion !== undefined && { kubeVersion: parseKubeVersion(parsed.kubeVersion, compat) }),
    }),
    layers: parsed.layers,
    readFile: (path) => readFileSync(join(FOLDER, path), 'utf8'),
  }
}

interface Parsed {
  readonly options: Changeable<Partial<HelmRenderOptions>>
  readonly layers: ValuesLayer[]
  readonly apiVersions: string[]
  namespace: string
  kubeVersion: string | undefined
}

function parse(args: readonly string[], compat: Compat): Parsed {
  const parsed: Parsed = { options: {}, layers: [], apiVersions: [], namespace: 'default', kubeVersion: undefined }
  const rest = [...args]
  const next = (): string => rest.shift() as string
  const flags: Record<string, () => void> = {
    '-f': () => parsed.layers.push(fileLayer(next(), compat)),
    '-a': () => parsed.apiVersions.push(...next().split(',')),
    '--api-versions': () => parsed.apiVersions.push(...next().split(',')),
    '--kube-version': () => {
      parsed.kubeVersion = next()
    },
    '--namespace': () => {
      parsed.namespace = next()
    },
    '-s': () => {
      parsed.options.showOnly = [...(parsed.options.showOnly ?? []), next()]
    },
    '--include-crds': () => {
      parsed.options.includeCrds = true
    },
    '--skip-tests': () => {
      parsed.options.skipTests = true
    },
    '--no-hooks': () => {
      parsed.options.noHooks = true
    },
    '--hide-secret': () => {
      parsed.options.hideSecret = true
    },
    '--skip-schema-validation': () => {
      parsed.options.skipSchemaValidation = true
    },
    '--is-upgrade': () => {},
  }
  while (rest.length > 0) {
    const flag = next()
    const apply = flags[flag]
    if (apply !== undefined) apply()
    else parsed.layers.push({ origin: { kind: flag.slice(2) as SetKind }, expression: next() })
  }
  return parsed
}

function fileLayer(file: string, compat: Compat): ValuesLayer {
  const text = readFileSync(join(FOLDER, file), 'utf8')
  return { origin: { kind: 'file', file }, values: parseValues(text, { file, compat }) }
}

/** The first difference, or undefined. Lines of stderr may come in any order: Helm walks Go maps. */
export function probeDifference(given: ProbeResult, wanted: ProbeResult): string | undefined {
  if (given.stdout !== wanted.stdout) return firstLine(given.stdout, wanted.stdout)
  if (sorted(given.stderr) !== sorted(wanted.stderr)) return `stderr ${firstLine(given.stderr, wanted.stderr)}`
  return given.exit === wanted.exit ? undefined : `exit ${given.exit}, wanted ${wanted.exit}`
}

function sorted(text: string): string {
  return text.split('\n').toSorted().join('\n')
}

function firstLine(given: string, wanted: string): string {
  const [ours, theirs] = [given.split('\n'), wanted.split('\n')]
  const index = ours.findIndex((line, at) => line !== theirs[at])
  const at = index < 0 ? ours.length : index
  return `line ${at + 1}\n  ours:   ${ours[at] ?? '<end>'}\n  wanted: ${theirs[at] ?? '<end>'}`
}

async function check(part: string): Promise<void> {
  const recorded = recordedResults()
  let good = 0
  for (const entry of probeCases.filter(({ name }) => name.includes(part))) {
    for (const [compat] of levels) {
      const found = await differenceOf(entry, compat, recorded)
      if (found === undefined) good++
      else console.log(`${compat} ${entry.name}: ${found}`)
    }
  }
  console.log(`${good} equal`)
}

async function differenceOf(
  entry: ProbeCase,
  compat: Compat,
  recorded: ReadonlyMap<string, ProbeResult>,
): Promise<string | undefined> {
  try {
    return probeDifference(await ourResult(entry, compat), recorded.get(`${compat} ${entry.name}`) as ProbeResult)
  } catch (error) {
    return `thrown ${(error as Error).stack}`
  }
}

if (import.meta.main) {
  if (process.argv[2] === 'check') await check(process.argv[3] ?? '')
  else record()
}
