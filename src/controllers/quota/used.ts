import { type Client, ClientError, createRestMapper, type ResourceType } from '#client'
import {
  addQuantities,
  type JsonObject,
  type KubeObject,
  printQuantity,
  type Quantity,
  quantityOf,
  textAt,
  valueAt,
} from '#kube'
import { types } from '../types.ts'
import type { QuotaRules } from './rules.ts'

/** What the objects in a quota's namespace use of it now, by the names it limits. Names nobody can count are left out. */
export async function usedBy(quota: KubeObject, rules: QuotaRules, client: Client): Promise<JsonObject> {
  const names = Object.keys((valueAt(quota, 'spec', 'hard') ?? {}) as JsonObject)
  const sums = new Map<string, Quantity>()
  for (const type of await countedTypes(names, rules, client))
    await addUsage(type, sums, { quota, names, rules, client })
  return Object.fromEntries([...sums].map(([name, amount]) => [name, printQuantity(amount)]))
}

const BUILT_IN: readonly ResourceType[] = [
  types.pods,
  types.services,
  types.persistentVolumeClaims,
  types.configMaps,
  types.secrets,
  types.replicationControllers,
  types.resourceQuotas,
]

/** The resources that count as one of the names. */
async function countedTypes(
  names: readonly string[],
  rules: QuotaRules,
  client: Client,
): Promise<readonly ResourceType[]> {
  const found = BUILT_IN.filter(({ group, resource }) => names.some((name) => rules.counts(group, resource, name)))
  const others = names.filter(
    (name) => name.startsWith('count/') && !found.some(({ group, resource }) => rules.counts(group, resource, name)),
  )
  const mapper = createRestMapper(client)
  const named = await Promise.all(
    others.map((name) => mapper.typeNamed(name.slice('count/'.length)).catch(unlessUnknown)),
  )
  return [...found, ...named.filter((type) => type !== undefined)]
}

function unlessUnknown(error: unknown): undefined {
  if (!(error instanceof ClientError) || error.code !== 'unknown-kind') throw error
  return undefined
}

interface Counting {
  readonly quota: KubeObject
  readonly names: readonly string[]
  readonly rules: QuotaRules
  readonly client: Client
}

async function addUsage(
  type: ResourceType,
  sums: Map<string, Quantity>,
  { quota, names, rules, client }: Counting,
): Promise<void> {
  const { group, resource } = type
  const counted = names.filter((name) => rules.counts(group, resource, name))
  for (const name of counted) sums.set(name, sums.get(name) ?? quantityOf(0))
  const { items } = await client.list(type, { namespace: textAt(quota, 'metadata', 'namespace') })
  for (const object of items) {
    if (!rules.isInScopes(quota, group, resource, object)) continue
    const usage = rules.usage(group, resource, object)
    for (const name of counted) {
      const amount = usage.get(name)
      if (amount !== undefined) sums.set(name, addQuantities(sums.get(name) ?? quantityOf(0), amount))
    }
  }
}
