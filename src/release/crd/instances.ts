import { type KubeObject, textAt, valueAt } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import { typesOf } from './coming-kinds.ts'

/** Objects of a custom kind that are looked at. */
const MAX_INSTANCES = 500

/** Live objects of the kind that a live definition defines, in the version that is stored; none where nobody may list them. */
export async function instancesOf(
  { client, signal }: Pick<ObjectWorld, 'client' | 'signal'>,
  definition: KubeObject,
): Promise<readonly KubeObject[]> {
  const versions = valueAt(definition, 'spec', 'versions')
  const stored = (Array.isArray(versions) ? versions : []).find((version) => valueAt(version, 'storage') === true)
  const type = typesOf(definition).find(({ version }) => version === textAt(stored, 'name'))
  if (type === undefined) return []
  try {
    return (await client.list(type, { limit: MAX_INSTANCES, signal })).items
  } catch {
    return [] // The schemas are compared all the same.
  }
}
