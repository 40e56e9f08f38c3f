import type { Client } from '#client'
import type { JsonObject } from '#kube'
import type { Capabilities } from '#render'

const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',')

/**
 * What a cluster can do, asked anew each time: its version, and every `group/version` and `group/version/Kind` that it
 * serves, kinds of subresources included. Throws what the client throws. Source: helm pkg/action `GetVersionSet`.
 */
export async function clusterCapabilities(client: Client): Promise<Capabilities> {
  const ask = (path: string): Promise<JsonObject> =>
    client.raw({ method: 'GET', path, headers: { accept: AGGREGATED } })
  const [version, core, groups] = await Promise.all([
    client.raw({ method: 'GET', path: '/version' }),
    ask('/api'),
    ask('/apis'),
  ])
  const { gitVersion = '', major = '', minor = '' } = version as Readonly<Record<string, string>>
  const lists = await Promise.all([versionsOf(core, client), versionsOf(groups, client)])
  return {
    kubeVersion: { version: gitVersion, normalized: gitVersion, major, minor },
    apiVersions: [...new Set(lists.flat())],
  }
}

interface Served {
  readonly kind?: string
  readonly responseKind?: { readonly kind?: string }
  readonly subresources?: readonly { readonly responseKind?: { readonly kind?: string } }[]
}

interface Group {
  readonly name?: string
  readonly metadata?: { readonly name?: string }
  readonly versions?: readonly {
    readonly version?: string
    readonly groupVersion?: string
    readonly resources?: readonly Served[]
  }[]
}

/** The versions of one root, aggregated or as old servers list them. */
async function versionsOf(body: JsonObject, client: Client): Promise<readonly string[]> {
  if (body['kind'] === 'APIGroupDiscoveryList') return aggregated((body['items'] ?? []) as unknown as Group[])
  const groups = (body['groups'] ?? []) as unknown as Group[]
  const names = Array.isArray(body['versions'])
    ? (body['versions'] as string[])
    : groups.flatMap(({ versions = [] }) => versions.map(({ groupVersion = '' }) => groupVersion))
  return (await Promise.all(names.map((name) => listed(name, client)))).flat()
}

function aggregated(groups: readonly Group[]): readonly string[] {
  return groups.flatMap(({ metadata, versions = [] }) =>
    versions.flatMap(({ version = '', resources = [] }) => {
      const name = metadata?.name ? `${metadata.name}/${version}` : version
      const kinds = resources.flatMap(({ responseKind, subresources = [] }) => [
        responseKind?.kind,
        ...subresources.map((each) => each.responseKind?.kind),
      ])
      return [name, ...withKinds(name, kinds)]
    }),
  )
}

async function listed(name: string, client: Client): Promise<readonly string[]> {
  const path = name.includes('/') ? `/apis/${name}` : `/api/${name}`
  // an aggregated API whose server is down is left out, as Helm leaves it out
  const body = await client.raw({ method: 'GET', path }).catch((): JsonObject => ({}))
  const kinds = ((body['resources'] ?? []) as unknown as Served[]).map(({ kind }) => kind)
  return [name, ...withKinds(name, kinds)]
}

function withKinds(name: string, kinds: readonly (string | undefined)[]): readonly string[] {
  return kinds.flatMap((kind) => (kind === undefined || kind === '' ? [] : [`${name}/${kind}`]))
}
