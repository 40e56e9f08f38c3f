import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type BuiltCluster, startBuilt } from '../cluster/harness.ts'
import { executable, peer } from '../peers.ts'
import type { Verdict } from './verdict.ts'

/** Highest allowed ratios of berth's wall time to helm 4's. */
const LIMITS = { upgrade: 0.4, list: 0.5 } as const
const OBJECTS = 200
const RELEASES = 500
const ROUNDS = 9

/** Bar releases.5: an upgrade that changes one of 200 objects, and a list of 500 releases, A B in turn with helm 4. */
export async function fasterThanHelmOnReleases(): Promise<Verdict> {
  const cluster = startBuilt('--store', 'memory')
  try {
    const upgrade = compareUpgrades(cluster)
    const list = compareLists(cluster)
    const holds = upgrade.ratio <= LIMITS.upgrade && list.ratio <= LIMITS.list
    return await Promise.resolve({ holds, figure: `upgrade ${textOf(upgrade)}, list ${textOf(list)}` })
  } finally {
    cluster.close()
  }
}

interface Compared {
  readonly ratio: number
  readonly oursMs: number
  readonly theirsMs: number
}

function textOf({ ratio, oursMs, theirsMs }: Compared): string {
  return `${ratio.toFixed(2)} (${oursMs.toFixed(0)}/${theirsMs.toFixed(0)} ms)`
}

function compareUpgrades(cluster: BuiltCluster): Compared {
  const chart = writeChart(join(cluster.folder, 'wide'))
  const words = (round: number): readonly string[] => ['upgrade', 'wide', chart, '--set', `field=${round}`]
  for (const tool of tools()) run(cluster, tool, ['install', 'wide', chart, '--create-namespace', '-n', tool.name])
  return compare(cluster, 'upgrade', words)
}

/** Objects that start nothing: what is measured is the tools, not the cluster's pods. */
function writeChart(folder: string): string {
  mkdirSync(join(folder, 'templates'), { recursive: true })
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: wide\nversion: 1.0.0\n')
  writeFileSync(join(folder, 'values.yaml'), 'field: start\n')
  const kinds = [configMap, secret, service, deployment] as const
  for (let index = 0; index < OBJECTS; index++) {
    const make = kinds[index % kinds.length] as (name: string, index: number) => string
    writeFileSync(join(folder, 'templates', `object-${index}.yaml`), make(`object-${index}`, index))
  }
  return folder
}

function configMap(name: string, index: number): string {
  const field = index === 0 ? '{{ .Values.field | quote }}' : '"same"'
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  field: ${field}\n  file: |\n${'    a line of a file\n'.repeat(20)}`
}

function secret(name: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  token: abcdefghijklmnop\n`
}

function service(name: string): string {
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app: ${name}\n  ports:\n    - port: 80\n      targetPort: http\n`
}

function deployment(name: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 0
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: main
          image: nginx:1.27
          ports:
            - name: http
              containerPort: 8080
          resources:
            limits:
              memory: 128Mi
`
}

/** Records of many releases, made from one real one: only their number matters. */
function compareLists(cluster: BuiltCluster): Compared {
  const kubectl = needed('kubectl-1.34')
  const [theirs] = tools()
  const read = [
    '-n',
    theirs.name,
    'get',
    'secret',
    `sh.helm.release.v1.wide.v${ROUNDS + 2}`,
    '-o',
    'jsonpath={.data.release}',
  ]
  const body = Buffer.from(start(cluster, kubectl, read), 'base64').toString('utf8')
  const record = gunzipSync(Buffer.from(body, 'base64')).toString('utf8')
  for (const tool of tools()) {
    const file = join(cluster.folder, `records-${tool.name}.json`)
    writeFileSync(
      file,
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: recordsIn(`many-${tool.name}`, record) }),
    )
    start(cluster, kubectl, ['create', 'namespace', `many-${tool.name}`])
    start(cluster, kubectl, ['create', '-f', file])
  }
  return compare(cluster, 'many', () => ['list', '--max', String(RELEASES)])
}

function recordsIn(namespace: string, record: string): readonly unknown[] {
  return Array.from({ length: RELEASES }, (_, index) => {
    const name = `release-${index}`
    const text = record
      .replace('"name":"wide"', `"name":"${name}"`)
      .replace(/"namespace":"[^"]*"/, `"namespace":"${namespace}"`)
    const labels = { name, owner: 'helm', status: 'deployed', version: '1', createdAt: '1700000000' }
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'helm.sh/release.v1',
      metadata: { name: `sh.helm.release.v1.${name}.v1`, namespace, labels },
      data: { release: Buffer.from(gzipSync(text).toString('base64')).toString('base64') },
    }
  })
}

interface Tool {
  /** Its namespace too. */
  readonly name: 'helm' | 'berth'
  readonly program: string
}

function tools(): readonly [Tool, Tool] {
  return [
    { name: 'helm', program: needed('helm-4.1.4') },
    { name: 'berth', program: executable() },
  ]
}

function needed(name: 'helm-4.1.4' | 'kubectl-1.34'): string {
  const path = peer(name)
  if (path === undefined) throw new Error(`${name} is missing: run \`npm run peers\` first`)
  return path
}

/** Wall times of both tools in turn; the first round only warms up. */
function compare(cluster: BuiltCluster, what: string, words: (round: number) => readonly string[]): Compared {
  const times = { helm: [] as number[], berth: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++) {
    for (const tool of tools()) {
      const namespace = what === 'many' ? `many-${tool.name}` : tool.name
      const startMs = performance.now()
      run(cluster, tool, [...words(round), '-n', namespace])
      if (round > 0) times[tool.name].push(performance.now() - startMs)
    }
  }
  const [oursMs, theirsMs] = [median(times.berth), median(times.helm)]
  stdout.write(`${what}: berth ${oursMs.toFixed(0)} ms, helm ${theirsMs.toFixed(0)} ms\n`)
  return { ratio: oursMs / theirsMs, oursMs, theirsMs }
}

function run(cluster: BuiltCluster, { program }: Tool, words: readonly string[]): void {
  start(cluster, program, words)
}

function start({ kubeconfig, folder }: BuiltCluster, program: string, words: readonly string[]): string {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: kubeconfig }
  const result = spawnSync(program, words, { env: environment, encoding: 'utf8', timeout: 300_000, maxBuffer: 2 ** 28 })
  if (result.status === 0) return result.stdout
  throw new Error(`${program} ${words.join(' ')}: exit ${result.status}\n${result.stderr}`)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
