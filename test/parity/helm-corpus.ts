/**
 * Renders every case of the chart corpus in process, at both compatibility levels, and compares with what Helm printed.
 * As a program: `node test/parity/helm-corpus.ts [part of an id]`, one line for each case that differs.
 */

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { offlineCapabilities, parseKubeVersion, RenderError, renderHelm, type ValuesLayer } from '#render'
import { type Chart, loadChart, parseValues } from '#source'

type Compat = 'helm3' | 'helm4'

/** What one Helm did with a case. */
interface Recorded {
  readonly exit: number
  readonly stdout: string | null
  readonly stderr: string | null
  readonly second_run?: string
}

/** One line of cases.jsonl. */
export interface CorpusCase {
  readonly id: string
  readonly case: string
  readonly chart: string
  readonly release: string
  readonly namespace: string
  readonly flags: readonly string[]
  readonly helm3: Recorded
  readonly helm4: Recorded
  readonly random: boolean
  readonly dates: boolean
}

/** What a render gave: text, or the error. */
export interface Outcome {
  readonly stdout: string
  readonly warnings: readonly string[]
  readonly error?: RenderError
}

/** The folder of the chart corpus, or undefined when this machine has none. */
export function corpusFolder(): string | undefined {
  const folder = resolve(process.env.BERTH_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus'), 'charts')
  return existsSync(join(folder, 'cases.jsonl')) ? folder : undefined
}

/** All cases, those with `part` in their name. */
export function corpusCases(folder: string, part = ''): CorpusCase[] {
  const lines = readFileSync(join(folder, 'cases.jsonl'), 'utf8').trim().split('\n')
  const cases = lines.map((line) => JSON.parse(line) as CorpusCase)
  return cases.filter((entry) => `${entry.id} ${entry.case}`.includes(part))
}

const environment = {
  now: () => Date.now(),
  randomBytes: (size: number) => new Uint8Array(randomBytes(size)),
  timeZone: 'UTC',
}

const charts = new Map<string, Chart>()

/** Renders a case. Throws only what is no `RenderError`. */
export async function renderCase(folder: string, entry: CorpusCase, compat: Compat): Promise<Outcome> {
  const path = join(folder, entry.chart)
  const key = `${compat} ${path}`
  const chart = charts.get(key) ?? loadChart(path, { compat })
  charts.set(key, chart)
  const flags = parseFlags(folder, entry.flags, compat)
  try {
    const rendered = await renderHelm(chart, {
      compat,
      environment,
      release: { name: entry.release, namespace: entry.namespace, isUpgrade: flags.isUpgrade },
      capabilities: offlineCapabilities(compat, {
        apiVersions: flags.apiVersions,
        ...(flags.kubeVersion && { kubeVersion: parseKubeVersion(flags.kubeVersion, compat) }),
      }),
      layers: flags.layers,
      includeCrds: flags.includeCrds,
    })
    return { stdout: rendered.manifest.text, warnings: rendered.warnings }
  } catch (error) {
    if (error instanceof RenderError) return { stdout: '', warnings: error.warnings, error }
    throw error
  }
}

interface Flags {
  kubeVersion: string | undefined
  readonly apiVersions: string[]
  readonly layers: ValuesLayer[]
  isUpgrade: boolean
  includeCrds: boolean
}

function parseFlags(folder: string, flags: readonly string[], compat: Compat): Flags {
  const parsed: Flags = { kubeVersion: undefined, apiVersions: [], layers: [], isUpgrade: false, includeCrds: false }
  const rest = [...flags]
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    if (flag === '--include-crds') parsed.includeCrds = true
    else if (flag === '--is-upgrade') parsed.isUpgrade = true
    else if (flag === '--kube-version') parsed.kubeVersion = rest.shift()
    else if (flag === '--api-versions') parsed.apiVersions.push(rest.shift() as string)
    else if (flag === '-f') parsed.layers.push(fileLayer(folder, rest.shift() as string, compat))
    else throw new Error(`unknown flag ${flag}`)
  }
  return parsed
}

function fileLayer(folder: string, file: string, compat: Compat): ValuesLayer {
  const text = readFileSync(join(folder, 'charts', file), 'utf8')
  return { origin: { kind: 'file', file }, values: parseValues(text, { file, compat }) }
}

/** The first difference between a render and the record, or undefined. */
export function difference(
  folder: string,
  entry: CorpusCase,
  pair: { compat: Compat; outcome: Outcome },
): string | undefined {
  const recorded = entry[pair.compat]
  const { outcome } = pair
  if (recorded.exit !== 0) return failureDifference(folder, recorded, outcome)
  if (outcome.error !== undefined) return `error: ${outcome.error.message.slice(0, 600)}`
  const wanted = readFileSync(join(folder, recorded.stdout as string), 'utf8')
  const second = recorded.second_run === undefined ? wanted : readFileSync(join(folder, recorded.second_run), 'utf8')
  const hidesTokens = entry.random && recorded.second_run === undefined
  const texts = [outcome.stdout, wanted, second].map((text) => (hidesTokens ? text.replace(TOKEN, '*') : text))
  return textDifference(texts as [string, string, string]) ?? warningDifference(folder, recorded, outcome)
}

/** What random functions give; masked where there is only one recorded run of a random case. */
const TOKEN = /[A-Za-z0-9+/]{24,}={0,2}/g

function warningDifference(folder: string, recorded: Recorded, outcome: Outcome): string | undefined {
  const wanted = recorded.stderr === null ? '' : readFileSync(join(folder, recorded.stderr), 'utf8')
  const lines = (text: string): string =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .toSorted()
      .join('\n')
  const given = lines(outcome.warnings.join('\n'))
  return given === lines(wanted) ? undefined : `stderr: ${given.slice(0, 300)}\n  wanted: ${wanted.slice(0, 300)}`
}

function failureDifference(folder: string, recorded: Recorded, { error }: Outcome): string | undefined {
  if (error === undefined) return 'rendered, but was refused'
  const stderr = readFileSync(join(folder, recorded.stderr as string), 'utf8')
  const text = `Error: ${error.message}`
  return stderr.includes(text) ? undefined : `message: ${text.slice(0, 400)}\n  wanted: ${stderr.slice(0, 400)}`
}

/** Lines that differ between the two recorded runs need only begin and end as those do. */
function textDifference([given, first, second]: readonly [string, string, string]): string | undefined {
  if (given === first) return undefined
  const [lines, wanted, other] = [given, first, second].map((text) => text.split('\n')) as [
    string[],
    string[],
    string[],
  ]
  for (let index = 0; index < Math.max(lines.length, wanted.length); index++) {
    const [line, want, alternative] = [lines[index] ?? '<end>', wanted[index] ?? '<end>', other[index] ?? '<end>']
    if (line === want || line === alternative || isLike(line, want, alternative)) continue
    return `line ${index + 1}: ${line.slice(0, 200)}\n  wanted: ${want.slice(0, 200)}`
  }
  return undefined
}

const TOKEN_START = /^[A-Za-z0-9+/=]*/
const TOKEN_END = /[A-Za-z0-9+/=]*$/

/** Whether a line has what both runs have in common at its start and at its end. */
function isLike(line: string, want: string, alternative: string): boolean {
  if (want === alternative) return false
  let start = 0
  while (start < want.length && want[start] === alternative[start]) start++
  let end = 0
  while (end < want.length - start && want.at(-1 - end) === alternative.at(-1 - end)) end++
  const head = want.slice(0, start).replace(TOKEN_END, '')
  const tail = want.slice(want.length - end).replace(TOKEN_START, '')
  return line.startsWith(head) && line.endsWith(tail) && line.length >= head.length + tail.length
}

async function main(part: string): Promise<void> {
  const folder = corpusFolder()
  if (folder === undefined) throw new Error('no corpus here: set BERTH_CORPUS')
  let good = 0
  let all = 0
  for (const entry of corpusCases(folder, part)) {
    for (const compat of ['helm4', 'helm3'] as const) {
      all++
      const found = await check(folder, entry, compat)
      if (found === undefined) good++
      else console.log(`${entry.chart.slice(7)} ${entry.case} ${compat}\n  ${found}`)
    }
  }
  console.log(`${good} of ${all} equal`)
}

async function check(folder: string, entry: CorpusCase, compat: Compat): Promise<string | undefined> {
  try {
    return difference(folder, entry, { compat, outcome: await renderCase(folder, entry, compat) })
  } catch (error) {
    return `thrown: ${error instanceof Error ? error.stack?.slice(0, 600) : String(error)}`
  }
}

if (import.meta.main) await main(process.argv[2] ?? '')
