import { pathOf } from '#client'
import { type Json, type JsonObject, type KubeObject, StatusError, valueAt } from '#kube'
import type { ReleaseWorld } from '../contract/world.ts'
import { readManifest } from '../manifest/read.ts'

/** How live objects are asked for: whole, or as the tables that people see. */
export type LiveForm = 'objects' | 'tables'

const TABLES = ['v1', 'v1beta1'].map((version) => `application/json;as=Table;v=${version};g=meta.k8s.io`)
const ACCEPT: Readonly<Record<LiveForm, string>> = {
  objects: 'application/json',
  tables: [...TABLES, 'application/json'].join(','),
}

/**
 * The live objects of a manifest by `v1/ConfigMap`, in the order of the manifest, and the pods of its workloads as
 * `v1/Pod(related)`. What is not there is left out. Throws ReleaseError `bad-manifest` for kinds that are not served. Source:
 * helm pkg/kube/client.go Get.
 */
export async function liveObjects(
  world: ReleaseWorld,
  manifest: string,
  form: LiveForm,
): Promise<ReadonlyMap<string, readonly JsonObject[]>> {
  const found = new Map<string, JsonObject[]>()
  const selectors = new Set<string>()
  const add = (name: string, objects: readonly JsonObject[]): void => {
    found.set(name, [...(found.get(name) ?? []), ...objects])
  }
  for (const { object } of await readManifest(manifest, world)) {
    const live = await getLive(world, object, form)
    if (live === undefined) continue
    add(`${object.apiVersion.split('/').at(-1)}/${object.kind}`, [live])
    const selector = podSelectorOf(object)
    const key = `${namespaceOf(object)} ${selector}`
    if (selector === undefined || selectors.has(key)) continue
    selectors.add(key)
    add('v1/Pod(related)', await podsOf(world, { namespace: namespaceOf(object), selector, form }))
  }
  return found
}

async function getLive(world: ReleaseWorld, object: KubeObject, form: LiveForm): Promise<JsonObject | undefined> {
  const type = await world.mapper.typeOf(object)
  const namespace = namespaceOf(object)
  const path = pathOf(type, { name: object.metadata.name, ...(type.isNamespaced && { namespace }) })
  try {
    return await ask(world, path, form)
  } catch (error) {
    if (error instanceof StatusError) return undefined
    throw error
  }
}

interface PodSearch {
  readonly namespace: string
  readonly selector: string
  readonly form: LiveForm
}

/** One table with all pods, or the list of them. */
async function podsOf(world: ReleaseWorld, { namespace, selector, form }: PodSearch): Promise<readonly JsonObject[]> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?labelSelector=${encodeURIComponent(selector)}`
  try {
    const answer = await ask(world, path, form)
    if (form === 'tables') return [answer]
    const items = Array.isArray(answer['items']) ? answer['items'] : []
    return [{ ...answer, items: items.map((item) => ({ apiVersion: 'v1', kind: 'Pod', ...(item as JsonObject) })) }]
  } catch (error) {
    if (error instanceof StatusError) return []
    throw error
  }
}

function ask({ client }: ReleaseWorld, path: string, form: LiveForm): Promise<JsonObject> {
  return client.raw({ method: 'GET', path, headers: { accept: ACCEPT[form] } })
}

const WORKLOADS: ReadonlySet<string> = new Set(['ReplicaSet', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job'])

/** The labels by which a workload finds its pods, as a selector. */
function podSelectorOf(object: KubeObject): string | undefined {
  const labels = WORKLOADS.has(object.kind)
    ? valueAt(object, 'spec', 'selector', 'matchLabels')
    : object.kind === 'ReplicationController'
      ? valueAt(object, 'spec', 'selector')
      : undefined
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return undefined
  return Object.entries(labels as Readonly<Record<string, Json>>)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .sort()
    .join(',')
}

function namespaceOf({ metadata }: KubeObject): string {
  return typeof metadata['namespace'] === 'string' ? metadata['namespace'] : ''
}
