import { groupVersionOf, type KubeObject } from '#kube'
import { ClientError } from '../error.ts'
import type { Client } from './client.ts'
import { type DiscoveredResource, type Discovery, discover } from './discovery.ts'

/** Finds the endpoint of a kind, or of a word that a person types. */
export interface RestMapper {
  /** The endpoint of an object's kind. Throws ClientError `unknown-kind`. */
  typeOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Promise<DiscoveredResource>
  /** The endpoint behind `deploy`, `deployments`, `deployments.apps`, `deployments.v1.apps`. Throws ClientError `unknown-kind`. */
  typeNamed(word: string): Promise<DiscoveredResource>
  /** Forgets what it knows: a CRD came or went. */
  reset(): void
}

/** A mapper that asks once, and once more before it says that it does not know. */
export function createRestMapper(client: Client): RestMapper {
  let known: Promise<Discovery> | undefined
  const find = async (fits: (row: DiscoveredResource) => boolean): Promise<DiscoveredResource | undefined> => {
    const isFresh = known === undefined
    const search = async (): Promise<DiscoveredResource | undefined> => {
      known ??= discover(client)
      const current = known
      try {
        return (await current).resources.find(fits)
      } catch (error) {
        if (known === current) known = undefined
        throw error
      }
    }
    const found = await search()
    if (found !== undefined || isFresh) return found
    known = undefined
    return search()
  }
  return {
    reset: () => {
      known = undefined
    },
    typeOf: async ({ apiVersion, kind }) => {
      const { group, version } = groupVersionOf(apiVersion)
      const found = await find((row) => row.kind === kind && row.group === group && row.version === version)
      if (found !== undefined) return found
      throw new ClientError('unknown-kind', `no matches for kind "${kind}" in version "${apiVersion}"`, {
        hint: 'ensure CRDs are installed first',
      })
    },
    typeNamed: async (word) => {
      const found = await find((row) => isNamed(row, word.toLowerCase()))
      if (found !== undefined) return found
      throw new ClientError('unknown-kind', `the server doesn't have a resource type "${word}"`)
    },
  }
}

function isNamed(row: DiscoveredResource, word: string): boolean {
  const [name = '', ...rest] = word.split('.')
  const isName = [row.resource, row.singular, row.kind.toLowerCase(), ...row.shortNames].includes(name)
  const where = rest.join('.')
  return (
    isName &&
    (where === '' ||
      row.group === where ||
      `${row.version}.${row.group}` === where ||
      row.group.startsWith(`${where}.`))
  )
}
