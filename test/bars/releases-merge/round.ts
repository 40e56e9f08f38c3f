import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRestMapper, hasCondition, type ResourceType, textOfDocument, waitFor } from '#client'
import { type Cluster, realClock, startCluster } from '#cluster'
import { isMap, type Json, type JsonObject, type KubeObject, sameJson } from '#kube'
import { checkOwnership } from '../../../src/release/apply/ownership.ts'
import { updateAll } from '../../../src/release/apply/update.ts'
import type { WriteSettings } from '../../../src/release/contract/apply.ts'
import type { ObjectWorld } from '../../../src/release/contract/world.ts'
import { addedObjects } from '../../../src/release/manifest/match.ts'
import { readManifest } from '../../../src/release/manifest/read.ts'
import { differenceOf } from './difference.ts'
import type { GeneratedKind } from './generated-kind.ts'
import { definition, generatedKinds } from './kinds.ts'
import { normalOf } from './normal.ts'
import { editLive, type Triple } from './triples.ts'

/** How both sides write. */
export interface Way {
  readonly helm: string
  readonly compat?: 'helm3'
  readonly install: readonly string[]
  readonly upgrade: readonly string[]
  readonly settings: Omit<WriteSettings, 'owner'>
}

/** What a round found. */
export interface RoundResult {
  readonly differences: readonly string[]
  readonly helmError: string
  readonly ourError: string
}

/** The copy that the real helm upgrades, and the one that ours does. */
const [THEIRS, OURS] = ['theirs', 'ours']

/** Installs twice with the real helm, changes both the same, upgrades one each way, and compares. */
export async function runRound(folder: string, triples: readonly Triple[], way: Way): Promise<RoundResult> {
  const cluster = await startCluster({ store: 'memory', port: 0 })
  const round: Round = { cluster, way, triples, folder, kubeconfig: join(folder, 'kubeconfig') }
  try {
    writeFileSync(round.kubeconfig, textOfDocument(cluster.kubeconfig))
    await serveGadgets(cluster)
    const chart = writeChart(
      folder,
      'before',
      triples.map(({ before }) => before),
    )
    await Promise.all(
      [THEIRS, OURS].map((namespace) =>
        helm(round, ['install', 'r', chart, '-n', namespace, '--create-namespace', ...way.install]),
      ),
    )
    await Promise.all([THEIRS, OURS].map((namespace) => disturb(round, namespace)))
    const next = writeChart(
      folder,
      'after',
      triples.map(({ after }) => after),
    )
    const before = (await helm(round, ['get', 'manifest', 'r', '-n', OURS])).output
    const theirs = await helm(round, ['upgrade', 'r', next, '-n', THEIRS, ...way.upgrade])
    // no record tells what was wanted where Helm refuses before it begins
    const after = (await helm(round, ['template', 'r', next, '-n', THEIRS])).output
    const ourError = await upgrade(round, before, after)
    return {
      differences: await compare(round),
      helmError: normalText(failureOf(theirs.error)),
      ourError: normalText(ourError),
    }
  } finally {
    await cluster.stop()
  }
}

/** What the real helm says went wrong. */
function failureOf(text: string): string {
  const [, failure = text] = text.split('Error: UPGRADE FAILED: ')
  return failure
    .trim()
    .replace(/^(?:unable to continue with update|unable to build kubernetes objects from new release manifest): /i, '')
}

/** A failure without what two copies cannot have in common: namespaces, and objects that are quoted with all they have. */
function normalText(text: string): string {
  return text
    .replaceAll(THEIRS, OURS)
    .replaceAll(/"\{\\"kind\\":(?:[^"\\]|\\.)*"/g, '"{…}"')
    .replaceAll(/(?<=Invalid value: )\{.*?\}(?=: [a-z])/g, inOrder)
}

/** A quoted object with its keys in order: the server quotes what it was sent. */
function inOrder(json: string): string {
  return JSON.stringify(JSON.parse(json), (_key, value: unknown) =>
    isMap(value as Json)
      ? Object.fromEntries(Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}

interface Round {
  readonly cluster: Cluster
  readonly way: Way
  readonly triples: readonly Triple[]
  readonly folder: string
  readonly kubeconfig: string
}

const CRDS: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  isNamespaced: false,
}
const PATIENCE_MS = 30_000

async function serveGadgets({ client }: Cluster): Promise<void> {
  await client.create(CRDS, definition)
  const place = { type: CRDS, name: definition.metadata.name }
  await waitFor(client, place, hasCondition('Established'), { clock: realClock, timeoutMs: PATIENCE_MS })
}

function writeChart(folder: string, name: string, objects: readonly (KubeObject | undefined)[]): string {
  const chart = join(folder, name)
  mkdirSync(join(chart, 'templates'), { recursive: true })
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: merge\nversion: 0.1.0\n')
  for (const [at, object] of objects.entries()) {
    const text = object === undefined ? '' : JSON.stringify(object, null, 1)
    writeFileSync(join(chart, 'templates', `${String(at).padStart(4, '0')}.yaml`), text)
  }
  return chart
}

interface Ran {
  readonly output: string
  readonly error: string
}

function helm({ way, kubeconfig, folder }: Round, words: readonly string[]): Promise<Ran> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: kubeconfig }
  return new Promise((resolve, reject) => {
    const child = spawn(way.helm, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const texts = { output: '', error: '' }
    child.stdout.on('data', (chunk: Buffer) => (texts.output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (texts.error += chunk.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ output: texts.output, error: code === 0 ? '' : texts.error }))
  })
}

function typeOf({ kind, group, version, resource }: GeneratedKind): ResourceType {
  return { group, version, resource, kind, isNamespaced: true }
}

/** What others do to the live objects. */
async function disturb({ cluster: { client }, triples }: Round, namespace: string): Promise<void> {
  for (const triple of triples) {
    const type = typeOf(triple.kind)
    const place = { namespace, name: triple.name }
    if (triple.live === 'delete') await client.remove(type, place)
    if (triple.live === 'adopt' && triple.after !== undefined) {
      const object = marked(triple.after, namespace)
      editLive(object, triple)
      await client.create(type, object, { fieldManager: 'kubectl-create' }).catch(() => undefined)
    }
    if (triple.live !== 'edit') continue
    const object = structuredClone(await client.get(type, place))
    editLive(object, triple)
    delete object.metadata['resourceVersion']
    await client.update(type, object, { fieldManager: 'kubectl-edit' }).catch(() => undefined)
  }
}

function marked(object: KubeObject, namespace: string): KubeObject {
  const { labels, annotations, ...metadata } = structuredClone(object.metadata)
  return {
    ...structuredClone(object),
    metadata: {
      ...metadata,
      namespace,
      labels: { ...(labels as object), 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: {
        ...(annotations as object),
        'meta.helm.sh/release-name': 'r',
        'meta.helm.sh/release-namespace': namespace,
      },
    },
  }
}

async function upgrade({ cluster, way }: Round, before: string, after: string): Promise<string> {
  const { client } = cluster
  const world: ObjectWorld = {
    client,
    mapper: createRestMapper(client),
    namespace: OURS,
    clock: realClock,
    random: Math.random,
    report: () => undefined,
    signal: new AbortController().signal,
  }
  const settings = { ...way.settings, owner: { name: 'r', namespace: OURS, compat: way.compat } }
  try {
    const [old, wanted] = [await readManifest(before, world), await readManifest(after, world)]
    const adopted = await checkOwnership(world, addedObjects(old, wanted), settings)
    await updateAll(world, { before: old, after: wanted, adopted }, settings)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

async function compare({ cluster: { client } }: Round): Promise<readonly string[]> {
  const differences: string[] = []
  for (const kind of generatedKinds) {
    const [theirs, ours] = await Promise.all(
      [THEIRS, OURS].map(async (namespace) => {
        const { items } = await client.list(typeOf(kind), { namespace, labelSelector: 'owner!=helm' })
        return new Map(items.map((item) => [item.metadata.name, normalOf(item)]))
      }),
    )
    for (const name of new Set([...(theirs?.keys() ?? []), ...(ours?.keys() ?? [])])) {
      const [left, right] = [theirs?.get(name), ours?.get(name)]
      if (sameJson(left, right)) continue
      differences.push([`${kind.kind}/${name}, helm – ours`, ...differenceOf(left, right)].join('\n'))
    }
  }
  return differences
}
