import type { ListOptions, ResourceType } from '#client'
import type { KubeObject } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import { patiently } from './patiently.ts'

const PAGE = 500

/** Every object of a list, page after page. Throws what the client throws. */
export async function listAll(
  world: ObjectWorld,
  type: ResourceType,
  selection: ListOptions = {},
): Promise<readonly KubeObject[]> {
  const found: KubeObject[] = []
  const options: ListOptions = { ...selection, limit: PAGE, signal: world.signal }
  let next: string | undefined
  do {
    const page = await patiently(world, () =>
      world.client.list(type, { ...options, ...(next !== undefined && { continue: next }) }),
    )
    found.push(...page.items)
    next = page.continue
  } while (next !== undefined)
  return found
}
