import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process, { stderr, stdout } from 'node:process'
import { type Cluster, startCluster } from '#cluster'
import { executable } from '../peers.ts'
import { allSteps, play, rightState, scenarios, stateOf } from '../release/deaths.ts'
import { type KillingProxy, openKillingProxy } from '../release/killing-proxy.ts'
import { openPlace } from '../release/place.ts'
import { call, type Said } from './releases-tool.ts'
import type { Verdict } from './verdict.ts'

/** What has been seen so far. */
interface Tally {
  deaths: number
  readonly noted: Set<string>
  readonly faults: string[]
}

/**
 * Bar releases.2: runs that die before each of their writes, first inside this process in every scenario, then as programs
 * that are killed with a chart and with an overlay; the next command sets all right, and every step of the table was passed.
 * `part` is `inside`, `chart` or `overlay`.
 */
export async function deadRunsAreSettled(part = process.argv[3] ?? ''): Promise<Verdict> {
  const tally: Tally = { deaths: 0, noted: new Set(), faults: [] }
  if ('inside'.includes(part)) await dieInside(tally)
  for (const format of ['chart', 'overlay'] as const) if (format.includes(part)) await dieAsPrograms(tally, format)
  const all = allSteps()
  const missed = all.filter((step) => !tally.noted.has(step))
  for (const fault of tally.faults) stderr.write(`${fault}\n`)
  if (missed.length > 0) stderr.write(`never reached: ${missed.join(', ')}\n`)
  const figure = `${tally.deaths} deaths, ${tally.faults.length} not settled, ${all.length - missed.length}/${all.length} steps reached`
  return { holds: tally.deaths > 0 && tally.faults.length === 0 && (missed.length === 0 || part !== ''), figure }
}

async function dieInside(tally: Tally): Promise<void> {
  // timers of a cluster do not keep a process alive, and there is no socket here
  const staying = setInterval(() => undefined, 1000)
  for (const scenario of scenarios) {
    // a cluster of its own each: one that has seen a thousand namespaces is slow
    const cluster = await startCluster({ listens: false })
    let isOver = false
    for (let at = 1; !isOver; at++) {
      const played = await play(cluster, scenario, at)
      isOver = played.isOver
      count(tally, { notes: played.notes, found: played.found, wanted: played.wanted })
    }
    await cluster.stop()
    stdout.write(
      `inside: ${scenario.before.join(', ')} | ${scenario.dies} | ${scenario.next}: ${tally.deaths} deaths so far\n`,
    )
  }
  clearInterval(staying)
}

interface Outcome {
  readonly notes: readonly string[]
  readonly found: object
  readonly wanted: object
}

function count(tally: Tally, { notes, found, wanted }: Outcome): void {
  tally.deaths++
  for (const note of notes) tally.noted.add(note)
  const [told, meant] = [JSON.stringify(found), JSON.stringify(wanted)]
  if (told !== meant) tally.faults.push(`found  ${told}\nwanted ${meant}`)
}

type Format = 'chart' | 'overlay'
type Act = 'install 1' | 'upgrade 2' | 'rollback 1' | 'upgrade 3' | 'uninstall' | 'test'

/** What was done before, what is killed, what comes next, and the content that is right then. */
const LIVES: readonly (readonly [before: readonly Act[], killed: Act, next: Act, right: '1' | '3' | 'none'])[] = [
  [[], 'install 1', 'upgrade 3', '3'],
  [['install 1'], 'upgrade 2', 'upgrade 3', '3'],
  [['install 1'], 'upgrade 2', 'rollback 1', '1'],
  [['install 1', 'upgrade 2'], 'rollback 1', 'upgrade 3', '3'],
  [['install 1', 'upgrade 2'], 'uninstall', 'upgrade 3', '3'],
  [['install 1', 'upgrade 2'], 'uninstall', 'uninstall', 'none'],
  [['install 1'], 'test', 'test', '1'],
]

/** Everything that the programs need. */
interface Stage {
  readonly cluster: Cluster
  readonly proxy: KillingProxy
  readonly folder: string
  readonly format: Format
}

async function dieAsPrograms(tally: Tally, format: Format): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-kill-'))
  const cluster = await startCluster({ listens: false })
  const proxy = await openKillingProxy(cluster.client.transport)
  try {
    writeSources(folder)
    writeFileSync(join(folder, 'kubeconfig'), kubeconfigFor(proxy.address))
    for (const life of LIVES) {
      let isOver = false
      for (let at = 1; !isOver; at++) isOver = await liveAndDie(tally, { cluster, proxy, folder, format }, { life, at })
      stdout.write(`${format}: ${life.flat().join(', ')}: ${tally.deaths} deaths so far\n`)
    }
  } finally {
    proxy.close()
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Death {
  readonly life: (typeof LIVES)[number]
  readonly at: number
}

/** One life; true when the act came to its end before the write that it should have died at. */
async function liveAndDie(tally: Tally, stage: Stage, { life, at }: Death): Promise<boolean> {
  const [before, killed, next, right] = life
  const { proxy, cluster, format } = stage
  const place = await openPlace(cluster)
  for (const act of before) await perform(stage, place.namespace, { act, at: 0 })
  await perform(stage, place.namespace, { act: killed, at })
  const { hasKilled, notes } = proxy
  const last = await perform(stage, place.namespace, { act: next, at: 0 })
  const isNothingThere = /release: not found|has no \d+ version/.test(last.stderr)
  const where = `${format}: ${killed} killed before write ${at}, at ${notes.at(-1)}; then ${next}`
  const state = await stateOf(place)
  if (isNothingThere && (right === '1' || right === 'none')) return tellDeath(tally, { notes, where }, !hasKilled)
  const failure = last.status === 0 ? '' : last.stderr.slice(-600)
  const wanted = { where, failure: '', ...rightState(right), pending: [], leases: [] }
  count(tally, { notes, found: { where, failure, ...state }, wanted })
  return !hasKilled
}

/** There was nothing to do the next act on, and that is what it said. */
function tellDeath(
  tally: Tally,
  { notes, where }: { readonly notes: readonly string[]; readonly where: string },
  isOver: boolean,
): boolean {
  count(tally, { notes, found: { where }, wanted: { where } })
  return isOver
}

async function perform(
  { proxy, folder, format }: Stage,
  namespace: string,
  { act, at }: { readonly act: Act; readonly at: number },
): Promise<Said> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    KUBECONFIG: join(folder, 'kubeconfig'),
    BERTH_HOME: folder,
  }
  proxy.arm(at)
  return await call(executable(), [...wordsOf(act, format, folder), '-n', namespace], { env, started: proxy.aim })
}

/** The command line of an act. */
function wordsOf(act: Act, format: Format, folder: string): readonly string[] {
  const [verb = '', content = ''] = act.split(' ')
  if (verb === 'rollback') return ['rollback', 'web', content]
  if (verb === 'uninstall' || verb === 'test') return [verb, 'web']
  const install = verb === 'upgrade' && content === '3' ? ['--install'] : []
  if (format === 'overlay') return [verb, 'web', join(folder, `overlay-${content}`), ...install]
  return [verb, 'web', join(folder, 'chart'), '--set', `v=v${content}`, ...install]
}

/** Which ConfigMaps each content has. */
const CONTENTS: Readonly<Record<string, readonly string[]>> = { '1': ['a', 'b'], '2': ['a', 'c'], '3': ['a', 'd'] }

function writeSources(folder: string): void {
  const put = (path: string, text: string): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  put('chart/Chart.yaml', 'apiVersion: v2\nname: demo\nversion: 1.0.0\n')
  put('chart/values.yaml', 'v: v1\n')
  for (const name of ['a', 'b', 'c', 'd']) {
    const versions = Object.keys(CONTENTS).filter((content) => CONTENTS[content]?.includes(name))
    const condition = `has .Values.v (list ${versions.map((version) => `"v${version}"`).join(' ')})`
    const value = '{{ trimPrefix "v" .Values.v | quote }}'
    put(`chart/templates/${name}.yaml`, `{{- if ${condition} }}\n${mapText(name, value)}{{- end }}\n`)
  }
  for (const event of ['install', 'upgrade', 'rollback', 'delete']) {
    put(`chart/templates/pre-${event}.yaml`, hookText(`pre-${event}`, 'hook-succeeded'))
    put(`chart/templates/post-${event}.yaml`, hookText(`post-${event}`, 'before-hook-creation'))
  }
  put('chart/templates/check.yaml', hookText('test', 'hook-succeeded'))
  for (const [content, names] of Object.entries(CONTENTS)) {
    const files = names.map((name) => `${name}.yaml`)
    put(`overlay-${content}/kustomization.yaml`, `resources: [${files.join(', ')}]\n`)
    for (const name of names) put(`overlay-${content}/${name}.yaml`, mapText(name, JSON.stringify(content)))
  }
}

function mapText(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  v: ${value}\n`
}

function hookText(event: string, policy: string): string {
  const annotations = `  annotations:\n    helm.sh/hook: ${event}\n    helm.sh/hook-delete-policy: ${policy}\n`
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: hook-${event}\n${annotations}`
}

function kubeconfigFor(server: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: {} }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'c',
  })
}
