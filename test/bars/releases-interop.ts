import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process, { stderr, stdout } from 'node:process'
import { startCluster } from '#cluster'
import { corpus, executable, type Peer, peer } from '../peers.ts'
import { call, type Said } from './releases-tool.ts'
import type { Verdict } from './verdict.ts'

/** A chart of the corpus, what it is set to, and what its upgrade changes. */
interface ChartCase {
  readonly folder: string
  readonly set: readonly string[]
  readonly change: string
  /** It makes up values: two installs are not the same. */
  readonly isRandom?: boolean
}

const CHARTS: readonly ChartCase[] = [
  { folder: 'stefanprodan+podinfo~charts~podinfo', set: [], change: 'replicaCount=3', isRandom: true },
  { folder: 'bitnami+charts~bitnami~redis', set: ['auth.password=secret'], change: 'replica.replicaCount=2' },
  { folder: 'nats-io+k8s~helm~charts~nats', set: [], change: 'config.cluster.enabled=true' },
  { folder: 'traefik+traefik-helm-chart~traefik', set: [], change: 'deployment.replicas=2' },
  { folder: 'kubernetes-sigs+metrics-server~charts~metrics-server', set: [], change: 'replicas=2' },
  { folder: 'fluent+helm-charts~charts~fluent-bit', set: [], change: 'logLevel=debug' },
  {
    folder: 'open-telemetry+opentelemetry-helm-charts~charts~opentelemetry-collector',
    set: ['mode=deployment', 'image.repository=otel/collector'],
    change: 'replicaCount=2',
  },
  { folder: 'kubernetes+ingress-nginx~charts~ingress-nginx', set: [], change: 'controller.replicaCount=2' },
  { folder: 'k8s-at-home+charts~charts~stable~home-assistant', set: [], change: 'env.TZ=Europe/Berlin' },
  { folder: 'loft-sh+vcluster~chart', set: [], change: 'controlPlane.statefulSet.highAvailability.replicas=3' },
  { folder: 'argoproj+argo-helm~charts~argo-cd', set: [], change: 'server.replicas=2', isRandom: true },
]

const HELMS: readonly Peer[] = ['helm-3.17.2', 'helm-4.1.4']

/** One of two programs that share a release: words go to it as to helm. */
interface Tool {
  readonly name: string
  run(words: readonly string[]): Promise<Said>
}

/**
 * Bar releases.1: each chart is installed by one tool, upgraded by the other and rolled back by the first, both ways and with
 * both helms; after every step both tell the same of it, byte by byte. `part` picks charts by name.
 */
export async function releasesInterwork(part = process.argv[3] ?? ''): Promise<Verdict> {
  const folder = corpus('charts/charts')
  if (folder === undefined) return { holds: false, figure: 'no chart corpus here: set BERTH_CORPUS' }
  const cases = CHARTS.filter((chart) => chart.folder.includes(part))
  let [checks, steps] = [0, 0]
  const faults: string[] = []
  for (const name of HELMS) {
    const helm = peer(name)
    if (helm === undefined) throw new Error(`${name} is missing: run \`npm run peers\` first`)
    for (const chart of cases) {
      const played = await playOn(helm, name, { chart, path: join(folder, chart.folder) })
      checks += played.checks
      steps += played.steps
      faults.push(...played.faults)
      for (const fault of played.faults) stderr.write(`${name} ${chart.folder}: ${fault}\n\n`)
      stdout.write(`${name} ${chart.folder} ${played.faults.length === 0 ? 'ok' : 'short'}\n`)
    }
  }
  const figure = `${checks} answers equal but ${faults.length}, ${steps} steps, ${cases.length} charts, helm 3.17.2 and 4.1.4, both ways`
  return { holds: faults.length === 0 && checks > 0, figure }
}

interface Subject {
  readonly chart: ChartCase
  readonly path: string
}

interface Played {
  checks: number
  steps: number
  readonly faults: string[]
}

/** Both directions on a cluster of their own; what both wrote of the first revision is compared as well. */
async function playOn(helm: string, name: Peer, subject: Subject): Promise<Played> {
  const scratch = mkdtempSync(join(tmpdir(), 'berth-interop-'))
  const cluster = await startCluster({
    home: join(scratch, 'home'),
    store: 'memory',
    port: 0,
    endsTasks: true,
    allowsWebhooks: true,
  })
  const kubeconfig = join(scratch, 'kubeconfig')
  writeFileSync(kubeconfig, JSON.stringify(cluster.kubeconfig))
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: scratch,
    KUBECONFIG: kubeconfig,
    BERTH_HOME: join(scratch, 'none'),
  }
  const theirs: Tool = { name, run: (words) => call(helm, words, { env }) }
  const level = name === 'helm-3.17.2' ? 'helm3' : 'helm4'
  const ours: Tool = {
    name: 'berth',
    run: (words) => call(executable(), ['helm', ...words, '--compat', level], { env }),
  }
  const played: Played = { checks: 0, steps: 0, faults: [] }
  try {
    const byHelm = await life(played, { first: theirs, second: ours, subject })
    const byBerth = await life(played, { first: ours, second: theirs, subject })
    if (subject.chart.isRandom !== true) compareTwins(played, byHelm, byBerth)
  } finally {
    await cluster.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
  return played
}

interface Pair {
  readonly first: Tool
  readonly second: Tool
  readonly subject: Subject
}

/** Install, upgrade, rollback, uninstall; gives what the first revision is told as. */
async function life(played: Played, { first, second, subject }: Pair): Promise<ReadonlyMap<string, string>> {
  const { chart, path } = subject
  const set = chart.set.flatMap((value) => ['--set', value])
  await step(played, first, ['install', 'r', path, ...set])
  const told = await compare(played, [first, second])
  await step(played, second, ['upgrade', 'r', path, ...set, '--set', chart.change])
  await compare(played, [first, second], OFTEN)
  await step(played, first, ['rollback', 'r', '1'])
  await compare(played, [first, second], OFTEN)
  await checkHistory(played, second)
  await step(played, second, ['uninstall', 'r'])
  const { stdout: left } = await first.run(['list', '--all', '-q'])
  if (left !== '') played.faults.push(`behind uninstall by ${second.name}: list has ${left}`)
  return told
}

async function step(played: Played, tool: Tool, words: readonly string[]): Promise<void> {
  played.steps++
  const { status, stdout: out, stderr: errors } = await tool.run(words)
  if (status !== 0)
    played.faults.push(`${tool.name} ${words.join(' ')}: exit ${status}\n${out.slice(-1000)}${errors.slice(-1000)}`)
}

/** Everything that helm tells of releases, less the text of `status`: Helm 4 prints its tables in no order. */
const QUESTIONS: readonly (readonly string[])[] = [
  ['list'],
  ['list', '-o', 'json'],
  ['list', '-A', '-o', 'yaml'],
  ['status', 'r', '-o', 'json'],
  ['status', 'r', '-o', 'yaml'],
  ['history', 'r'],
  ['history', 'r', '-o', 'json'],
  ['history', 'r', '-o', 'yaml'],
  ['get', 'all', 'r'],
  ['get', 'values', 'r'],
  ['get', 'values', 'r', '--all', '-o', 'json'],
  ['get', 'values', 'r', '--revision', '1', '-o', 'yaml'],
  ['get', 'manifest', 'r'],
  ['get', 'hooks', 'r'],
  ['get', 'notes', 'r'],
  ['get', 'metadata', 'r'],
  ['get', 'metadata', 'r', '-o', 'json'],
]

/** What is asked after every step. */
const OFTEN: typeof QUESTIONS = [
  ['list'],
  ['status', 'r', '-o', 'json'],
  ['history', 'r'],
  ['history', 'r', '-o', 'json'],
  ['get', 'all', 'r'],
  ['get', 'values', 'r', '--all'],
  ['get', 'metadata', 'r'],
]

/** Asks both the same; gives the answers. */
async function compare(
  played: Played,
  [first, second]: readonly [Tool, Tool],
  questions: typeof QUESTIONS = QUESTIONS,
): Promise<ReadonlyMap<string, string>> {
  const answers = new Map<string, string>()
  for (const question of questions) {
    const [one, two] = await askBoth(first, second, question)
    played.checks++
    answers.set(question.join(' '), one.stdout)
    if (!isEqual(one, two)) played.faults.push(`${question.join(' ')}: ${firstDifference(first, one, second, two)}`)
  }
  return answers
}

const MOST_TRIES = 4

/** `status` tells of live objects, which change meanwhile: then both are asked again. */
async function askBoth(first: Tool, second: Tool, question: readonly string[]): Promise<readonly [Said, Said]> {
  for (let tries = 1; ; tries++) {
    const answers = await Promise.all([first.run(question), second.run(question)])
    if (tries === MOST_TRIES || question[0] !== 'status' || isEqual(...answers)) return answers
  }
}

function isEqual(one: Said, two: Said): boolean {
  return one.stdout === two.stdout && (one.status === 0) === (two.status === 0)
}

/** What both say around the first letter that differs. */
function firstDifference(first: Tool, one: Said, second: Tool, two: Said): string {
  const at = [...one.stdout].findIndex((letter, place) => letter !== two.stdout[place])
  const from = Math.max(0, (at < 0 ? one.stdout.length : at) - 80)
  const show = (tool: Tool, said: Said): string =>
    `\n  ${tool.name} (exit ${said.status}): ${JSON.stringify(said.stdout.slice(from, from + 240))} ${said.stderr.slice(0, 300)}`
  return `letter ${at} of ${one.stdout.length} and ${two.stdout.length}${show(first, one)}${show(second, two)}`
}

/** What the history says when a life went well. */
const HISTORY = [
  [1, 'superseded', 'Install complete'],
  [2, 'superseded', 'Upgrade complete'],
  [3, 'deployed', 'Rollback to 1'],
] as const

async function checkHistory(played: Played, tool: Tool): Promise<void> {
  const { stdout: text } = await tool.run(['history', 'r', '-o', 'json'])
  const rows = JSON.parse(text || '[]') as readonly { revision: number; status: string; description: string }[]
  const told = JSON.stringify(rows.map(({ revision, status, description }) => [revision, status, description]))
  played.checks++
  if (told !== JSON.stringify(HISTORY)) played.faults.push(`history: ${told}`)
}

/** The first revision of either tool, less its times. */
function compareTwins(played: Played, byHelm: ReadonlyMap<string, string>, byBerth: ReadonlyMap<string, string>): void {
  for (const question of [
    'get manifest r',
    'get hooks r',
    'get notes r',
    'get values r',
    'get values r --all -o json',
    'get metadata r',
  ]) {
    const [theirs, ours] = [byHelm, byBerth].map((told) => withoutTimes(told.get(question) ?? ''))
    played.checks++
    if (theirs !== ours) {
      const at = theirs?.split('\n').findIndex((line, row) => line !== ours?.split('\n')[row]) ?? 0
      const [a, b] = [theirs, ours].map((text) => text?.split('\n')[at])
      played.faults.push(`${question}, installed by helm and by berth, line ${at + 1}:\n  ${a}\n  ${b}`)
    }
  }
}

function withoutTimes(text: string): string {
  return text.replace(/modifiedAt=\d+/, 'TIME').replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*/g, 'TIME')
}
