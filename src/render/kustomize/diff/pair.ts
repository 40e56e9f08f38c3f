import { effectiveNamespace, idKey } from '../resource/id.ts'
import type { Resource } from '../resource/resource.ts'

/** One object as two builds have it; a side is missing where only the other has it. */
export interface Pair {
  readonly before: Resource | undefined
  readonly after: Resource | undefined
}

/**
 * Pairs the objects of two builds: by id, then generated ones by the id that they had before their hash. In the order of
 * the second build, with what is only in the first one where it stood there.
 */
export function pairResources(before: readonly Resource[], after: readonly Resource[]): Pair[] {
  const partners = partnersOf(before, after)
  const paired = new Set(partners.values())
  const pairs: Pair[] = []
  let at = 0
  const takeRemoved = (): void => {
    for (; at < before.length && !paired.has(before[at] as Resource); at++) {
      pairs.push({ before: before[at], after: undefined })
    }
  }
  for (const resource of after) {
    const partner = partners.get(resource)
    takeRemoved()
    if (partner !== undefined && partner === before[at]) at++
    pairs.push({ before: partner, after: resource })
  }
  for (; at < before.length; at++)
    if (!paired.has(before[at] as Resource)) pairs.push({ before: before[at], after: undefined })
  return pairs
}

/** For each object of the second build its partner in the first. */
function partnersOf(before: readonly Resource[], after: readonly Resource[]): Map<Resource, Resource> {
  const partners = new Map<Resource, Resource>()
  const free = new Set(before)
  for (const key of [(resource: Resource) => idKey(resource.id), keyWithoutHash]) {
    const known = new Map([...free].map((resource) => [key(resource), resource]))
    for (const resource of after) {
      const partner = partners.has(resource) ? undefined : known.get(key(resource))
      if (partner === undefined || !free.delete(partner)) continue
      partners.set(resource, partner)
    }
  }
  return partners
}

/** The id as it was before the hash of the content came behind the name. */
function keyWithoutHash(resource: Resource): string {
  const { id, former, options } = resource
  const last = former.at(-1)
  if (!options.needsHash || last === undefined) return idKey(id)
  return `before hash\n${id.gvk.group}\n${id.gvk.kind}\n${effectiveNamespace(id)}\n${last.name}`
}
