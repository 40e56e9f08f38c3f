import { type Client, createClient, createRestMapper } from '#client'
import { type Cluster, realClock } from '#cluster'
import { type JsonObject, type KubeObject, StatusError } from '#kube'
import { createDriver, type ReleaseContent, type ReleaseEvent, type ReleaseWorld, type RenderContent } from '#release'

/** A namespace of a cluster in this process, with worlds to act in. */
export interface ReleasePlace {
  readonly namespace: string
  readonly client: Client
  /** What was told, by every world. */
  readonly events: ReleaseEvent[]
  /** A run of its own, as another process would be; `client` stands between it and the cluster. */
  world(more?: Partial<ReleaseWorld>): ReleaseWorld
  /** Processes that are known to have ended. */
  readonly gone: Set<string>
  read(kind: KindName, name: string): Promise<KubeObject | undefined>
  /** Names of all objects of a kind. */
  names(kind: KindName): Promise<readonly string[]>
}

type KindName = 'ConfigMap' | 'Lease' | 'Secret' | 'Job'

const TYPES = {
  ConfigMap: { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', isNamespaced: true },
  Secret: { group: '', version: 'v1', resource: 'secrets', kind: 'Secret', isNamespaced: true },
  Lease: { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', kind: 'Lease', isNamespaced: true },
  Job: { group: 'batch', version: 'v1', resource: 'jobs', kind: 'Job', isNamespaced: true },
} as const

let count = 0

/** A new namespace; only its name when it is still to come. */
export async function openPlace(cluster: Cluster, isToCome = false): Promise<ReleasePlace> {
  count++
  const namespace = `place-${count}`
  const { client } = cluster
  if (!isToCome) await createNamespace(client, namespace)
  const events: ReleaseEvent[] = []
  const gone = new Set<string>()
  let runs = 0
  const world = (more: Partial<ReleaseWorld> = {}): ReleaseWorld => {
    runs++
    const own = more.client ?? createClient(client.transport)
    return {
      client: own,
      mapper: createRestMapper(own),
      driver: createDriver({ kind: 'secret', client: own, namespace, clock: realClock }),
      namespace,
      clock: realClock,
      identity: `alice@host (${runs})`,
      process: { id: `run-${runs}`, isGone: (id) => gone.has(id) },
      random: () => 0.5,
      timeText: (nowMs) => new Date(nowMs).toISOString(),
      report: (event) => events.push(event),
      signal: new AbortController().signal,
      ...more,
    }
  }
  const read = async (kind: KindName, name: string): Promise<KubeObject | undefined> => {
    try {
      return await client.get(TYPES[kind], { namespace, name })
    } catch (error) {
      if (error instanceof StatusError && error.status.code === 404) return undefined
      throw error
    }
  }
  const names = async (kind: KindName): Promise<readonly string[]> => {
    const { items } = await client.list(TYPES[kind], { namespace })
    return items.map(({ metadata }) => metadata.name).sort()
  }
  return { namespace, client, events, gone, world, read, names }
}

async function createNamespace(client: Client, name: string): Promise<void> {
  const type = { group: '', version: 'v1', resource: 'namespaces', kind: 'Namespace', isNamespaced: false }
  await client.create(type, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
}

/** Content that is ConfigMaps by name, each with its data; `more` replaces parts. */
export function contentOf(
  maps: Readonly<Record<string, JsonObject>>,
  more: Partial<ReleaseContent> = {},
): RenderContent {
  return async () => ({
    chart: { metadata: { name: 'demo', version: '1.0.0', apiVersion: 'v2' }, templates: [], values: {} },
    config: {},
    manifest: Object.entries(maps)
      .map(([name, data]) => `---\n# Source: demo/templates/${name}.yaml\n${mapText(name, data)}\n`)
      .join(''),
    hooks: [],
    crds: [],
    notes: '',
    warnings: [],
    ...more,
  })
}

function mapText(name: string, data: JsonObject): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })
}

/** A hook that is a ConfigMap: done as soon as it is there. */
export function hookOf(name: string, events: readonly string[], more: object = {}): ReleaseContent['hooks'][number] {
  return {
    source: `demo/templates/${name}.yaml`,
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name,
    text: mapText(name, { ran: 'yes' }),
    events,
    weight: 0,
    deletePolicies: [],
    outputLogPolicies: [],
    ...more,
  }
}

/** A CRD whose names nobody else has. */
export function crdNamed(word: string): ReleaseContent['crds'][number] {
  const kind = `Thing${word.replace(/\W/g, '')}`
  const plural = `${kind.toLowerCase()}s`
  const name = `${plural}.example.com`
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  const object = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind, plural },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  }
  const { apiVersion } = object
  return { source: `crds/${plural}.yaml`, apiVersion, kind: object.kind, name, text: JSON.stringify(object) }
}
