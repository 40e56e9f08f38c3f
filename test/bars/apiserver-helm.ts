import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stderr } from 'node:process'
import { type BuiltCluster, startBuilt } from '../cluster/harness.ts'
import { corpus, type Peer, peer } from '../peers.ts'
import type { Verdict } from './verdict.ts'

/** A helm, and the flags that make it write in one of its ways. */
interface Way {
  readonly helm: Peer
  readonly flags: readonly string[]
}

const WAYS: readonly Way[] = [
  { helm: 'helm-3.17.2', flags: [] },
  { helm: 'helm-4.1.4', flags: ['--server-side=true'] },
  { helm: 'helm-4.1.4', flags: ['--server-side=false'] },
]

/** A chart of the corpus, what it is set to, and a setting that its upgrade changes. */
interface ChartCase {
  readonly folder: string
  readonly set: readonly string[]
  readonly change: string
  /** A setting that the server refuses. */
  readonly refused: string
}

const CHARTS: readonly ChartCase[] = [
  { folder: 'stefanprodan+podinfo~charts~podinfo', set: [], change: 'replicaCount=3', refused: 'replicaCount=-1' },
  {
    folder: 'bitnami+charts~bitnami~redis',
    set: ['auth.password=secret'],
    change: 'replica.replicaCount=2',
    refused: 'replica.replicaCount=-1',
  },
  {
    folder: 'nats-io+k8s~helm~charts~nats',
    set: [],
    change: 'config.cluster.enabled=true',
    refused: 'service.ports.nats.port=-1',
  },
  {
    folder: 'jenkinsci+helm-charts~charts~jenkins',
    set: ['controller.admin.password=secret', 'persistence.enabled=false'],
    change: 'controller.image.tag=other',
    refused: 'controller.servicePort=99999',
  },
  {
    folder: 'traefik+traefik-helm-chart~traefik',
    set: [],
    change: 'deployment.replicas=2',
    refused: 'deployment.labels.x=no label',
  },
]

/** Bar apiserver.2: the life of a release of five charts, with two real helms and both ways of applying; `part` picks charts by name. */
export async function helmHolds(part = ''): Promise<Verdict> {
  const charts = corpus('charts/charts')
  if (charts === undefined) throw new Error('no chart corpus here: set BERTH_CORPUS')
  let [held, steps] = [0, 0]
  for (const way of WAYS) {
    const helm = peer(way.helm)
    if (helm === undefined) throw new Error(`${way.helm} is missing: run \`npm run peers\` first`)
    for (const chart of CHARTS.filter(({ folder }) => folder.includes(part))) {
      const path = join(charts, chart.folder)
      const faults = liveOn(startBuilt('--store', 'memory'), { helm, flags: way.flags, path, chart })
      steps += LIFE.length
      held += LIFE.length - faults.length
      for (const fault of faults) stderr.write(`${way.helm} ${way.flags.join(' ')} ${chart.folder}: ${fault}\n\n`)
    }
  }
  const figure = `${held}/${steps} steps, ${CHARTS.length} charts, helm 3.17.2 and 4.1.4, both ways of applying`
  return await Promise.resolve({ holds: held === steps, figure })
}

interface Release {
  readonly helm: string
  readonly flags: readonly string[]
  readonly path: string
  readonly chart: ChartCase
}

interface Step {
  readonly words: readonly string[]
  /** What is printed must match. */
  readonly wanted: RegExp
  /** Helm must refuse. */
  readonly fails?: boolean
  readonly more?: readonly string[]
  /** Which words besides: those of the chart, of the way of writing, a changed setting, one that is refused. */
  readonly with?: readonly ('chart' | 'way' | 'change' | 'refused')[]
}

/** The life of a release: every line is a call of helm. */
const LIFE: readonly Step[] = [
  { words: ['install', 'r'], with: ['chart'], more: ['--dry-run=server'], wanted: /STATUS: pending-install/ },
  { words: ['list', '-q'], wanted: /^$/ },
  { words: ['install', 'r'], with: ['chart', 'way'], wanted: /STATUS: deployed\n(.*\n)*REVISION: 1/ },
  { words: ['install', 'r'], with: ['chart'], wanted: /cannot re-?use a name that is still in use/, fails: true },
  { words: ['list'], wanted: /^r\s+default\s+1\s.*\sdeployed\s/m },
  { words: ['list', '-o', 'json'], wanted: /"status":"deployed"/ },
  { words: ['status', 'r'], wanted: /STATUS: deployed/ },
  { words: ['get', 'values', 'r'], wanted: /USER-SUPPLIED VALUES:/ },
  { words: ['get', 'values', 'r', '--all'], wanted: /COMPUTED VALUES:/ },
  { words: ['get', 'manifest', 'r'], wanted: /^kind: Service$/m },
  { words: ['get', 'notes', 'r'], wanted: /NOTES:|^\s*$/ },
  { words: ['get', 'hooks', 'r'], wanted: /^/ },
  { words: ['get', 'metadata', 'r'], wanted: /STATUS: deployed/ },
  { words: ['get', 'all', 'r'], wanted: /MANIFEST:/ },
  { words: ['upgrade', 'r'], with: ['chart', 'change', 'way'], wanted: /STATUS: deployed\n(.*\n)*REVISION: 2/ },
  { words: ['upgrade', 'r'], with: ['chart', 'refused', 'way'], wanted: /UPGRADE FAILED/, fails: true },
  { words: ['history', 'r'], wanted: /^3\s.*\sfailed\s/m },
  { words: ['rollback', 'r', '1'], with: ['way'], wanted: /Rollback was a success/ },
  { words: ['history', 'r'], wanted: /^4\s.*\sdeployed\s.*Rollback to 1/m },
  { words: ['upgrade', '--install', 'r'], with: ['chart', 'way'], wanted: /REVISION: 5/ },
  {
    words: ['upgrade', '--install', 'other', '-n', 'fresh', '--create-namespace'],
    with: ['chart', 'change', 'way'],
    wanted: /REVISION: 1$/m,
  },
  { words: ['uninstall', 'other', '-n', 'fresh'], wanted: /release "other" uninstalled/ },
  { words: ['uninstall', 'r'], wanted: /release "r" uninstalled/ },
  { words: ['status', 'r'], wanted: /release: not found/, fails: true },
]

/** Takes every step; gives what did not hold. Behind each that writes, the objects of the manifest are all in the cluster, or gone. */
function liveOn(cluster: BuiltCluster, release: Release): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'berth-helm-'))
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: cluster.kubeconfig }
  const faults: string[] = []
  let manifest = ''
  try {
    for (const step of LIFE) {
      const words = wordsOf(step, release)
      const { status, text } = run(release.helm, words, environment)
      if ((status !== 0) !== (step.fails ?? false) || !step.wanted.test(text))
        faults.push(`helm ${words.join(' ')}: exit ${status}\n${text.slice(0, 2000)}`)
      if (step.words[1] === 'manifest') manifest = text
      const lost = objectsProblem(step, manifest, environment)
      if (lost !== undefined) faults.push(`behind helm ${words.join(' ')}: ${lost}`)
    }
  } finally {
    cluster.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return faults
}

function wordsOf({ words, with: parts = [], more = [] }: Step, { path, chart, flags }: Release): string[] {
  const values = [...chart.set]
  if (parts.includes('change')) values.push(chart.change)
  if (parts.includes('refused')) values.push(chart.refused)
  const all = [...words, ...more]
  if (parts.includes('chart')) all.push(path, ...values.flatMap((value) => ['--set', value]))
  return parts.includes('way') ? [...all, ...flags] : all
}

/** Whether what the first manifest holds is there behind a rollback and gone behind the uninstallation, as kubectl sees it. */
function objectsProblem({ words }: Step, manifest: string, environment: Environment): string | undefined {
  const isThere = words[0] === 'rollback' || words[1] === 'manifest'
  if (!isThere && !(words[0] === 'uninstall' && words[1] === 'r')) return undefined
  const kubectl = peer('kubectl-1.34')
  if (kubectl === undefined) throw new Error('kubectl-1.34 is missing: run `npm run peers` first')
  const { status, text } = run(kubectl, ['get', '-f', '-', '-o', 'name'], environment, manifest)
  if (isThere) return status === 0 ? undefined : text
  return /^\S+\/\S+$/m.test(text) ? text : undefined
}

type Environment = Readonly<Record<string, string>>

function run(
  program: string,
  words: readonly string[],
  env: Environment,
  input = '',
): { readonly status: number; readonly text: string } {
  const {
    status,
    stdout,
    stderr: errors,
  } = spawnSync(program, words, {
    env,
    input,
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 2 ** 26,
  })
  return { status: status ?? -1, text: stdout + errors }
}
