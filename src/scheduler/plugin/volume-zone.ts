import { mapAt } from '#kinds'
import type { JsonObject } from '#kube'
import type { NodeInfo } from '../node/node-info.ts'
import type { Cycle, Filter, Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'
import { isOfOwnClaim, volumeNameOf } from './volume-claims.ts'

const NAME = 'VolumeZone'
const ELSEWHERE: Rejection = { plugin: NAME, reasons: ['node(s) had no available volume zone'], isFinal: true }

/** Labels of places, the older name of each beside it. */
const PLACES: readonly (readonly string[])[] = [
  ['topology.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'],
]

/** Volumes that say in which zone and region they are bind their pods to these. */
export const volumeZone: Plugin = {
  name: NAME,
  filter: filterOf,
  wakes: {
    Node: (_, { before, after }) => after !== undefined && (before === undefined || hasMoved(before, after)),
    PersistentVolumeClaim: isOfOwnClaim,
    PersistentVolume: () => true,
    StorageClass: (_, { before }) => before === undefined,
  },
}

function filterOf({ pod, listed }: Cycle): Filter | undefined {
  const wanted = pod.volumes.claims.flatMap(({ name }) => {
    const claim = listed.claim(pod.namespace, name)
    const volume = claim && listed.volume(volumeNameOf(claim))
    return volume === undefined ? [] : placesOf(mapAt(volume.metadata, 'labels'))
  })
  return wanted.length === 0 ? undefined : { check: (node) => (isThere(node, wanted) ? undefined : ELSEWHERE) }
}

interface Place {
  readonly names: readonly string[]
  readonly values: ReadonlySet<string>
}

/** Several zones are written `a__b`. */
function placesOf(labels: JsonObject): Place[] {
  return PLACES.flatMap((names) => {
    const value = labelOf(labels, names)
    return value === undefined ? [] : [{ names, values: new Set(value.split('__').map((zone) => zone.trim())) }]
  })
}

/** A node that says nothing of zones may have any volume. */
function isThere({ labels }: NodeInfo, wanted: readonly Place[]): boolean {
  if (PLACES.every((names) => labelOf(labels, names) === undefined)) return true
  return wanted.every(({ names, values }) => values.has(labelOf(labels, names) ?? ''))
}

function labelOf(labels: JsonObject, names: readonly string[]): string | undefined {
  return names.map((name) => labels[name]).find((value) => typeof value === 'string')
}

function hasMoved(before: JsonObject, after: JsonObject): boolean {
  const [was, is] = [mapAt(before, 'metadata', 'labels'), mapAt(after, 'metadata', 'labels')]
  return PLACES.flat().some((name) => was[name] !== is[name])
}
