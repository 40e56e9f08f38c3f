import { type KubeObject, textAt, valueAt } from '#kube'
import { listAll } from '../apply/list-all.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { typesOf } from './coming-kinds.ts'

/**
 * All live objects of the kind that a live definition defines, in the version that is stored. Throws what the client throws:
 * nobody can say that nothing breaks who may not look.
 */
export async function instancesOf(world: ObjectWorld, definition: KubeObject): Promise<readonly KubeObject[]> {
  const versions = valueAt(definition, 'spec', 'versions')
  const stored = (Array.isArray(versions) ? versions : []).find((version) => valueAt(version, 'storage') === true)
  const type = typesOf(definition).find(({ version }) => version === textAt(stored, 'name'))
  return type === undefined ? [] : await listAll(world, type)
}

/** The same for a plan; none where they cannot be listed: the schemas are compared all the same. */
export function visibleInstances(world: ObjectWorld, definition: KubeObject): Promise<readonly KubeObject[]> {
  return instancesOf(world, definition).catch(() => [])
}
