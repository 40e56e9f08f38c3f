import { asMap, mapsAt, textAt as textOf, textsAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'

/** How many endpoints a slice holds at most. */
export const SLICE_SIZE = 100

/** Endpoints by what tells them apart. */
export type EndpointSet = Map<string, JsonObject>

/** What is to be done with the slices of one set of ports; `create` holds the endpoints of new slices. */
export interface Packed {
  readonly create: readonly (readonly JsonObject[])[]
  readonly update: readonly KubeObject[]
  readonly remove: readonly KubeObject[]
}

/** How slices get the labels of their service. */
export interface Labelling {
  isRight(slice: KubeObject): boolean
  put(slice: KubeObject): KubeObject
}

/**
 * Puts endpoints into slices with as few writes as possible: slices lose what is not wanted and are brought up to date;
 * those that change anyway are filled, fullest first; the rest goes into the slice that it fills best, or into new ones.
 * Takes from `wanted` (mutates). Source: endpointslice `reconcileByPortMapping`.
 */
export function pack(slices: readonly KubeObject[], wanted: EndpointSet, labels: Labelling): Packed {
  const { changed, unchanged, remove } = trim(slices, wanted, labels)
  for (const slice of [...changed].sort((a, b) => countOf(b) - countOf(a))) fill(slice, wanted)
  const create: JsonObject[][] = []
  while (wanted.size > 0) {
    const fit = wanted.size < SLICE_SIZE ? bestFit(unchanged, wanted.size) : undefined
    if (fit === undefined) {
      const endpoints: JsonObject[] = []
      take(wanted, endpoints)
      create.push(endpoints)
    } else {
      unchanged.delete(fit)
      const filled = { ...fit, endpoints: [...mapsAt(fit, 'endpoints')] }
      fill(filled, wanted)
      changed.push(filled)
    }
  }
  return { create, update: changed, remove }
}

/** What tells endpoints apart: addresses, hostname and the pod. */
export function endpointKey(endpoint: JsonObject): string {
  const target = asMap(endpoint['targetRef'])
  const pod = `${textOf(target, 'namespace')}/${textOf(target, 'name')}`
  return `${[...textsAt(endpoint, 'addresses')].sort().join(',')} ${textOf(endpoint, 'hostname')} ${pod}`
}

/** Whether two endpoints that are the same are also in the same state; hints do not count. */
export function isSameState(a: JsonObject, b: JsonObject): boolean {
  const [left, right] = [asMap(a['conditions']), asMap(b['conditions'])]
  const [from, to] = [asMap(a['targetRef']), asMap(b['targetRef'])]
  return (
    a['nodeName'] === b['nodeName'] &&
    a['zone'] === b['zone'] &&
    ['ready', 'serving', 'terminating'].every((name) => left[name] === right[name]) &&
    ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'fieldPath'].every((name) => from[name] === to[name])
  )
}

interface Trimmed {
  readonly changed: KubeObject[]
  readonly unchanged: Set<KubeObject>
  readonly remove: readonly KubeObject[]
}

function trim(slices: readonly KubeObject[], wanted: EndpointSet, labels: Labelling): Trimmed {
  const [changed, remove, unchanged]: [KubeObject[], KubeObject[], Set<KubeObject>] = [[], [], new Set()]
  for (const slice of slices) {
    const before = mapsAt(slice, 'endpoints')
    const { kept, isUpdated } = keep(before, wanted)
    const isOther = isUpdated || kept.length !== before.length
    if (isOther && kept.length === 0) remove.push(slice)
    else if (isOther) changed.push(labels.put({ ...slice, endpoints: kept }))
    else if (!labels.isRight(slice)) changed.push(labels.put({ ...slice, endpoints: [...before] }))
    else unchanged.add(slice)
  }
  return { changed, unchanged, remove }
}

function keep(endpoints: readonly JsonObject[], wanted: EndpointSet): { kept: JsonObject[]; isUpdated: boolean } {
  const kept: JsonObject[] = []
  let isUpdated = false
  for (const endpoint of endpoints) {
    const key = endpointKey(endpoint)
    const found = wanted.get(key)
    if (found === undefined) continue
    kept.push(found)
    isUpdated ||= !isSameState(found, endpoint)
    wanted.delete(key)
  }
  return { kept, isUpdated }
}

function fill(slice: KubeObject, wanted: EndpointSet): void {
  take(wanted, slice['endpoints'] as JsonObject[])
}

/** Moves endpoints until there are no more or no more fit (mutates both). */
function take(wanted: EndpointSet, endpoints: JsonObject[]): void {
  for (const [key, endpoint] of wanted) {
    if (endpoints.length >= SLICE_SIZE) return
    endpoints.push(endpoint)
    wanted.delete(key)
  }
}

/** The slice that would be closest to full. */
function bestFit(slices: ReadonlySet<KubeObject>, count: number): KubeObject | undefined {
  let best: KubeObject | undefined
  let least = SLICE_SIZE
  for (const slice of slices) {
    const left = SLICE_SIZE - count - countOf(slice)
    if (left < 0 || left >= least) continue
    best = slice
    least = left
  }
  return best
}

function countOf(slice: KubeObject): number {
  return mapsAt(slice, 'endpoints').length
}
