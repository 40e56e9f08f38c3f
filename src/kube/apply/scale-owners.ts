import type { Json } from '../patch/json.ts'
import { difference, type FieldSet, hasPath, isEmpty, setOfPath } from './field-set.ts'
import { type Owner, type Owners, ownerKey, readOwners, writeOwners } from './owner.ts'

/** Where the replicas of a kind stand in each of its versions: `apps/v1` → `spec.replicas`; null for a version without scale. */
export type ReplicasPaths = Readonly<Record<string, string | null>>

const SCALE = 'autoscaling/v1'
const SCALE_REPLICAS = ['f:spec', 'f:replicas']
const SCALE_SET = setOfPath(SCALE_REPLICAS)

/** The entries that a Scale shows: who owns the replicas of its object (managedfields.ScaleHandler.ToSubresource). */
export function scaleOwners(parent: Json | undefined, paths: ReplicasPaths): Json[] | undefined {
  const owners = new Map<string, Owner>()
  for (const owner of ownersIn(parent).values()) {
    const path = replicasOf(owner.apiVersion, paths)
    if (path === undefined || !hasPath(owner.set, path)) continue
    const scaled = { ...owner, set: SCALE_SET }
    owners.set(ownerKey(owner), { ...scaled, apiVersion: SCALE })
  }
  return writeOwners(owners)
}

/** The entries of the object after its Scale was written (managedfields.ScaleHandler.ToParent). */
export function parentOwners(
  parent: Json | undefined,
  scale: Json | undefined,
  { apiVersion, paths }: { readonly apiVersion: string; readonly paths: ReplicasPaths },
): Json[] | undefined {
  const scaled = new Map(ownersIn(scale))
  const owners = new Map<string, Owner>()
  for (const [key, owner] of ownersIn(parent)) {
    if (!Object.hasOwn(paths, owner.apiVersion)) continue
    const path = replicasOf(owner.apiVersion, paths)
    if (path === undefined || !hasPath(owner.set, path)) {
      owners.set(key, owner)
      continue
    }
    const scaleKey = ownerKey({ ...owner, apiVersion: SCALE })
    if (scaled.delete(scaleKey)) owners.set(key, owner)
    else keepRest(owners, key, owner, setOfPath(path))
  }
  addScalers(owners, scaled, { apiVersion, path: replicasOf(apiVersion, paths) ?? SCALE_REPLICAS })
  return writeOwners(owners)
}

function keepRest(owners: Map<string, Owner>, key: string, owner: Owner, replicas: FieldSet): void {
  const set = difference(owner.set, replicas)
  if (!isEmpty(set)) owners.set(key, { ...owner, set })
}

function addScalers(
  owners: Map<string, Owner>,
  scaled: Owners,
  { apiVersion, path }: { readonly apiVersion: string; readonly path: readonly string[] },
): void {
  for (const owner of scaled.values()) {
    if (!hasPath(owner.set, SCALE_REPLICAS)) continue
    const scaler = { ...owner, apiVersion, set: setOfPath(path) }
    owners.set(ownerKey(scaler), scaler)
  }
}

function replicasOf(apiVersion: string, paths: ReplicasPaths): readonly string[] | undefined {
  const path = Object.hasOwn(paths, apiVersion) ? paths[apiVersion] : undefined
  return path === undefined || path === null ? undefined : path.split('.').map((name) => `f:${name}`)
}

function ownersIn(entries: Json | undefined): Owners {
  return readOwners(entries) ?? new Map<string, Owner>()
}
