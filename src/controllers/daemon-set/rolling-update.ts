import { isTerminating, type KubeObject } from '#kube'
import { isAvailable } from '../pod/state.ts'
import { isUpdated } from './daemon-pod.ts'
import { type Changes, type Fleet, minReadySecondsOf } from './manage.ts'
import { placementsOf } from './placement.ts'
import { budgetOf } from './strategy.ts'

/**
 * The next step of a rolling update: pods of before that go, and nodes that get a second pod, within `maxUnavailable` and
 * `maxSurge`. Source: pkg/controller/daemon/update.go rollingUpdate.
 */
export function rollingUpdate(fleet: Fleet): Changes {
  const placement = placementsOf(fleet.set)
  const wanted = fleet.nodes.filter((node) => placement(node).shouldRun)
  const { maxSurge, maxUnavailable } = budgetOf(fleet.set, wanted.length)
  const names = new Set([...fleet.podsByNode.keys(), ...wanted.map(({ metadata }) => metadata.name)])
  const places = [...names].map((name) => placeOf(name, fleet))
  if (maxSurge === 0) return { create: [], remove: replaceWithin(places, maxUnavailable) }
  const isWanted = new Set(wanted.map(({ metadata }) => metadata.name))
  return surgeWithin(places, maxSurge, isWanted)
}

/** What is on a node: at most one pod of now and one of before; more of either is left to be cleaned up first. */
interface Place {
  readonly nodeName: string
  readonly newer: KubeObject | undefined
  readonly older: KubeObject | undefined
  readonly isCrowded: boolean
  readonly isNewerAvailable: boolean
  readonly isOlderAvailable: boolean
}

function placeOf(nodeName: string, { set, hash, podsByNode, nowMs }: Fleet): Place {
  const pods = (podsByNode.get(nodeName) ?? []).filter((pod) => !isTerminating(pod))
  const isUp = (pod: KubeObject | undefined): boolean =>
    pod !== undefined && isAvailable(pod, minReadySecondsOf(set), nowMs)
  const [newer, ...moreNew] = pods.filter((pod) => isUpdated(pod, hash))
  const [older, ...moreOld] = pods.filter((pod) => !isUpdated(pod, hash))
  const isCrowded = moreNew.length + moreOld.length > 0
  return { nodeName, newer, older, isCrowded, isNewerAvailable: isUp(newer), isOlderAvailable: isUp(older) }
}

/** Pods of before that do not work go at once, of the others as many as may be down. */
function replaceWithin(places: readonly Place[], maxUnavailable: number): readonly KubeObject[] {
  const isOutdated = ({ newer, older, isCrowded }: Place): boolean =>
    !isCrowded && newer === undefined && older !== undefined
  const isDown = (place: Place): boolean =>
    place.isCrowded ||
    (isOutdated(place) ? !place.isOlderAvailable : place.older !== undefined || !place.isNewerAvailable)
  const room = Math.max(0, maxUnavailable - places.filter(isDown).length)
  const outdated = places.filter(isOutdated)
  const broken = outdated.filter((place) => !place.isOlderAvailable)
  const working = outdated.filter((place) => place.isOlderAvailable)
  return [...broken, ...working.slice(0, room)].flatMap(({ older }) => (older === undefined ? [] : [older]))
}

/**
 * A pod of before goes when the one of now on its node is available. On nodes that are no longer meant it goes when as many
 * others are available as there are nodes to be on.
 */
function surgeWithin(places: readonly Place[], maxSurge: number, isWanted: ReadonlySet<string>): Changes {
  const clear = places.filter(({ isCrowded }) => !isCrowded)
  const surged = clear.filter(({ newer, older }) => newer !== undefined && older !== undefined)
  const outdated = clear.filter(({ newer, older }) => newer === undefined && older !== undefined)
  const unwanted = outdated.filter(({ nodeName }) => !isWanted.has(nodeName))
  const candidates = outdated.filter(({ nodeName }) => isWanted.has(nodeName))
  const waiting = places.length - clear.length + surged.filter((place) => !place.isNewerAvailable).length
  const available = clear.filter((place) =>
    place.older === undefined ? place.isNewerAvailable : place.isOlderAvailable,
  )
  const spare = Math.max(0, available.length - isWanted.size)
  const removed = [
    ...surged.filter((place) => place.isNewerAvailable),
    ...unwanted.filter((place) => !place.isOlderAvailable),
    ...unwanted.filter((place) => place.isOlderAvailable).slice(0, spare),
  ]
  const created = [
    ...candidates.filter((place) => !place.isOlderAvailable),
    ...candidates.filter((place) => place.isOlderAvailable).slice(0, Math.max(0, maxSurge - waiting)),
  ]
  return {
    create: created.map(({ nodeName }) => nodeName),
    remove: removed.flatMap(({ older }) => (older === undefined ? [] : [older])),
  }
}
