import { union } from './field-set.ts'
import { type Owner, type Owners, ownerKey, secondsOf } from './owner.ts'

/** Entries of updates that an object keeps. */
const MAX_UPDATERS = 10
const ANCIENT = 'ancient-changes'

/** Joins the oldest updaters of a version into one entry until there are few enough (managedfields capManagersManager). */
export function capOwners(owners: Owners): Owners {
  if (owners.size <= MAX_UPDATERS) return owners
  const updaters = [...owners].filter(([, { operation }]) => operation === 'Update')
  if (updaters.length <= MAX_UPDATERS) return owners
  updaters.sort(([a, left], [b, right]) => secondsOf(left) - secondsOf(right) || (a < b ? -1 : 1))
  const capped = new Map(owners)
  const firstOf = new Map<string, string>()
  let count = updaters.length
  for (const [key, owner] of updaters) {
    if (count <= MAX_UPDATERS) break
    const first = firstOf.get(owner.apiVersion)
    if (first === undefined) firstOf.set(owner.apiVersion, key)
    else {
      join(capped, first, key)
      count--
    }
  }
  return capped
}

/** Puts an owner into the bucket of its version (mutates), which the first owner of the version opens. */
function join(owners: Map<string, Owner>, first: string, key: string): void {
  const owner = owners.get(key) as Owner
  const bucketOwner = { manager: ANCIENT, operation: 'Update', apiVersion: owner.apiVersion, subresource: '' } as const
  const bucket = ownerKey(bucketOwner)
  const present = owners.get(bucket) ?? (owners.get(first) as Owner)
  if (!owners.has(bucket)) owners.delete(first)
  const { time } = owner
  owners.set(bucket, { ...bucketOwner, set: union(owner.set, present.set), ...(time !== undefined && { time }) })
  if (key !== bucket) owners.delete(key)
}
