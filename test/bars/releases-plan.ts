import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process, { stderr, stdout } from 'node:process'
import { type Client, createRestMapper, hasCondition, type ResourceType, waitFor } from '#client'
import { startCluster } from '#cluster'
import { type Clock, groupVersionOf, type KubeObject, textAt } from '#kube'
import type { Plan } from '#plan'
import {
  type Chance,
  type ContentRequest,
  createDriver,
  install,
  keepGenerated,
  planUpgrade,
  type ReleaseContent,
  type ReleaseWorld,
  type RenderContent,
  upgrade,
} from '#release'
import { load, loadAll, objectOf } from '#yaml'
import { deployFlags } from '../../src/cli/flags/deploy.ts'
import { globalFlags } from '../../src/cli/flags/global.ts'
import { parseFlags } from '../../src/cli/frame/parse.ts'
import type { Session } from '../../src/cli/frame/session.ts'
import { contentOf } from '../../src/cli/release/content.ts'
import { corpus } from '../peers.ts'
import type { Verdict } from './verdict.ts'

/** A chart with one of its values files. */
interface Case {
  readonly folder: string
  readonly values: string | undefined
}

/**
 * Bar releases.4: every chart of the corpus with each of its ci values is installed, and a plan of the same is empty; it is
 * upgraded, and the plan is empty again. `part` picks cases by name, `!part` all others.
 */
export async function plansAreEmpty(part = process.argv[3] ?? ''): Promise<Verdict> {
  const folder = corpus('charts/charts')
  if (folder === undefined) return { holds: false, figure: 'no chart corpus here: set BERTH_CORPUS' }
  const cases = readdirSync(folder)
    .flatMap((name) => casesOf(join(folder, name)))
    .filter((one) => (part.startsWith('!') ? !nameOf(one).includes(part.slice(1)) : nameOf(one).includes(part)))
  const counts = { empty: 0, random: 0, faulty: 0, skipped: 0 }
  const left = [...cases]
  // While one waits for controllers, another one renders.
  const lanes = Array.from({ length: LANES }, async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      const outcome = await play(one)
      if (outcome.kind === 'skipped') counts.skipped++
      else if (outcome.faults.length > 0) counts.faulty++
      else counts.empty++
      if (outcome.kind === 'played' && outcome.isRandom) counts.random++
      if (outcome.faults.length > 0) stderr.write(`${nameOf(one)} ${outcome.kind}\n  ${outcome.faults.join('\n  ')}\n`)
      else stdout.write(`${nameOf(one)} ok\n`)
    }
  })
  await Promise.all(lanes)
  const { empty, random, faulty, skipped } = counts
  const figure = `${empty}/${empty + faulty} plans empty, ${random} of them with generated values, ${skipped} not installable`
  return { holds: faulty === 0 && empty > 0, figure }
}

const LANES = 2

function casesOf(folder: string): readonly Case[] {
  if (!existsSync(join(folder, 'Chart.yaml'))) return []
  const ci = join(folder, 'ci')
  const files = existsSync(ci) ? readdirSync(ci).filter((name) => name.endsWith('-values.yaml')) : []
  return [{ folder, values: undefined }, ...files.map((name) => ({ folder, values: join(ci, name) }))]
}

function nameOf({ folder, values = '' }: Case): string {
  return `${folder.split('/').at(-1) ?? ''} ${values.split('/').at(-1) ?? ''}`.trim()
}

interface Outcome {
  readonly kind: 'played' | 'skipped'
  readonly isRandom: boolean
  readonly faults: readonly string[]
}

const clock: Clock = {
  now: () => Date.now(),
  setTimer: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

const shared = { name: 'web', timeoutMs: 60_000, wait: 'hookOnly', method: 'auto', noHooks: true } as const

async function play(one: Case): Promise<Outcome> {
  const cluster = await startCluster({ store: 'memory', listens: false, nodes: 0 })
  const world = worldOn(cluster.client)
  let isRandom = false
  const chance = {
    now: () => Date.now(),
    randomBytes: (size: number) => {
      isRandom = true
      return new Uint8Array(randomBytes(size))
    },
  }
  const plain = content(one)
  const render = keepGenerated(plain, chance)
  const steady = steadyChance()
  const rendered = (asked: Partial<ContentRequest>): Promise<ReleaseContent> => {
    const request = { name: 'web', namespace: 'default', isUpgrade: false, previous: undefined, revision: 1 }
    return plain({ ...request, client: world.client, chance: steady(), ...asked })
  }
  try {
    const asked: ReleaseContent[] = []
    try {
      await settled(world)
      const first = await rendered({})
      // Kinds that are served now may be asked for.
      asked.push((await prepare(world, first)) ? await rendered({}) : first)
      await install(world, shared, render)
    } catch (error) {
      return { kind: 'skipped', isRandom, faults: [messageOf(error)] }
    }
    const faults: string[] = []
    for (const when of ['installed', 'upgraded'] as const) {
      if (when === 'upgraded') await upgrade(world, { ...shared, historyMax: 10 }, render)
      await settled(world)
      const { plan } = await planUpgrade(world, { ...shared, historyMax: 10 }, render)
      const isEmpty = changesIn(plan).length === 0
      const next = isEmpty ? undefined : await rendered({ revision: when === 'installed' ? 2 : 3, isUpgrade: true })
      faults.push(...findings(when, { plan, asked: asked.at(-1), next }))
      if (next !== undefined) asked.push(next)
    }
    return { kind: 'played', isRandom, faults }
  } catch (error) {
    return { kind: 'played', isRandom, faults: [messageOf(error)] }
  } finally {
    await cluster.stop()
  }
}

/** `Deployment/web` of a document. */
function objectIn(text: string): string {
  const value = objectOf(load(text)) as KubeObject | null
  return `${value?.kind ?? ''}/${value?.metadata?.name ?? ''}`
}

/** Chance that is the same in every render: keys once made, bytes by a counter. */
function steadyChance(): () => Chance {
  const made: unknown[] = []
  return () => {
    let [count, key] = [0, 0]
    return {
      now: () => 1_700_000_000_000,
      randomBytes: (size) => Uint8Array.from({ length: size }, (_, at) => (count++ * 89 + at * 31) % 251),
      remember: <T>(make: () => T): T => {
        made[key] ??= make()
        return made[key++] as T
      },
    }
  }
}

interface Asked {
  readonly plan: Plan
  /** What was asked for, and what is asked for now. */
  readonly asked: ReleaseContent | undefined
  readonly next: ReleaseContent | undefined
}

/** What a chart asks for otherwise on its own account (lookups, the revision) may be in its plan. */
function findings(when: string, { plan, asked, next }: Asked): readonly string[] {
  const known = new Set(textsOf(asked))
  const moved = new Set(
    textsOf(next)
      .filter((text) => !known.has(text))
      .map(objectIn),
  )
  const changes = plan.changes.filter(({ gvk, name }) => !moved.has(`${gvk.kind}/${name}`))
  return changesIn({ ...plan, changes }).map((text) => `${when}: ${text}`)
}

function textsOf(content: ReleaseContent | undefined): readonly string[] {
  return content === undefined ? [] : content.manifest.split(/^---$/m)
}

function changesIn({ changes, refusals }: Plan): readonly string[] {
  const changed = changes.filter(({ change }) => change !== 'unchanged')
  return [
    ...changed.map(({ change, gvk, name, fields }) => {
      const first = fields
        .slice(0, 3)
        .map(({ path, before, after }) => `${path}: ${short(before)} -> ${short(after)}`)
        .join('; ')
      return `${change} ${gvk.kind}/${name} ${first}`
    }),
    ...refusals.map((text) => `refused: ${text}`),
  ]
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120)
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 600)
}

/** Controllers get time for what they write into new objects. */
async function settled({ clock: time }: ReleaseWorld): Promise<void> {
  await new Promise<void>((resolve) => {
    time.setTimer(400, resolve)
  })
}

function worldOn(client: Client): ReleaseWorld {
  const namespace = 'default'
  return {
    client,
    mapper: createRestMapper(client),
    driver: createDriver({ kind: 'secret', client, namespace, clock, environment: {} }),
    namespace,
    clock,
    identity: 'bar',
    random: Math.random,
    timeText: (nowMs) => new Date(nowMs).toISOString(),
    report: () => undefined,
    signal: new AbortController().signal,
  }
}

function content({ folder, values }: Case): RenderContent {
  const { flags } = parseFlags({ ...globalFlags, ...deployFlags }, [])
  return contentOf(folder, { ...flags, values: values === undefined ? [] : [values] }, session)
}

const session = {
  persona: 'berth',
  environment: {},
  cwd: process.cwd(),
  home: '/nowhere',
  platform: process.platform,
  stdin: process.stdin,
  stdout: { write: () => undefined, writeParts: () => undefined, isTerminal: false, stream: stdout },
  stderr: { write: () => undefined, writeParts: () => undefined, isTerminal: false, stream: stderr },
  now: () => Date.now(),
  randomBytes: (size: number) => new Uint8Array(randomBytes(size)),
  timeZone: () => 'UTC',
  signal: new AbortController().signal,
} satisfies Session

const definitions: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  isNamespaced: false,
}

/** Kinds that other charts would have brought are made here, with an open schema, and namespaces that are named. */
async function prepare(world: ReleaseWorld, { manifest, crds }: ReleaseContent): Promise<boolean> {
  const { client, mapper } = world
  let isDefining = false
  const read = (text: string): readonly (KubeObject | null)[] =>
    loadAll(text).map((value) => objectOf(value) as KubeObject | null)
  const objects = read(manifest)
  const own = [...objects, ...crds.flatMap(({ text }) => read(text))].map(
    (object) =>
      `${textAt(object ?? undefined, 'spec', 'group')}/${textAt(object ?? undefined, 'spec', 'names', 'kind')}`,
  )
  for (const object of objects) {
    if (typeof object?.kind !== 'string' || typeof object.apiVersion !== 'string') continue
    const { group, version } = groupVersionOf(object.apiVersion)
    const isOwn = own.includes(`${group}/${object.kind}`)
    const isServed = await mapper.typeOf(object).then(
      () => true,
      () => false,
    )
    if (!isServed && !isOwn) {
      await define(client, { group, version, kind: object.kind })
      isDefining = true
    }
    const space = object.metadata?.['namespace']
    if (typeof space === 'string' && space !== '') await makeNamespace(client, space)
  }
  mapper.reset()
  return isDefining
}

async function makeNamespace(client: Client, name: string): Promise<void> {
  const type: ResourceType = {
    group: '',
    version: 'v1',
    resource: 'namespaces',
    kind: 'Namespace',
    isNamespaced: false,
  }
  await client.create(type, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }).catch(() => undefined)
}

interface Custom {
  readonly group: string
  readonly version: string
  readonly kind: string
}

async function define(client: Client, { group, version, kind }: Custom): Promise<void> {
  const plural = `${kind.toLowerCase()}s`
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  const name = `${plural}.${group}`
  const definition: KubeObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    // Groups of Kubernetes itself are refused otherwise.
    metadata: { name, annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' } },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  }
  const isMade = await client.create(definitions, definition).then(
    () => true,
    () => false,
  )
  if (isMade)
    await waitFor(client, { type: definitions, name }, hasCondition('Established'), { clock, timeoutMs: 20_000 })
}
