import type { Clock, KubeObject } from '#kube'
import { textAt } from '#kube'

/** What a controller has written and its cache has not shown yet, so that nothing is made twice. */
export interface Written {
  /** Notes an object as the server gave it back. */
  put(owner: string, object: KubeObject): void
  /** Notes that an object was removed. */
  drop(owner: string, object: KubeObject): void
  /** The owner's objects as they are: those of the cache, newer ones that were written, without removed ones. */
  laidOver(owner: string, cached: readonly KubeObject[]): readonly KubeObject[]
  forget(owner: string): void
}

interface Note {
  readonly object: KubeObject
  readonly isGone: boolean
  readonly at: number
}

/** So long the cache may be behind; after that it is believed. */
const PATIENCE_MS = 30_000

/** Nothing is written yet. */
export function createWritten(clock: Clock): Written {
  const byOwner = new Map<string, Map<string, Note>>()
  const note = (owner: string, object: KubeObject, isGone: boolean): void => {
    const notes = byOwner.get(owner) ?? new Map<string, Note>()
    byOwner.set(owner, notes.set(uidOf(object), { object, isGone, at: clock.now() }))
  }
  return {
    put: (owner, object) => note(owner, object, false),
    drop: (owner, object) => note(owner, object, true),
    laidOver: (owner, cached) => {
      const notes = byOwner.get(owner)
      if (notes === undefined) return cached
      const objects = new Map(cached.map((object) => [uidOf(object), object]))
      for (const [uid, written] of notes) {
        if (isOver(written, objects.get(uid), clock.now())) notes.delete(uid)
        else if (written.isGone) objects.delete(uid)
        else objects.set(uid, written.object)
      }
      if (notes.size === 0) byOwner.delete(owner)
      return [...objects.values()]
    },
    forget: (owner) => void byOwner.delete(owner),
  }
}

function isOver({ object, isGone, at }: Note, cached: KubeObject | undefined, now: number): boolean {
  if (now - at > PATIENCE_MS) return true
  if (isGone) return cached === undefined
  return cached !== undefined && !isNewer(object, cached)
}

/** Resource versions are numbers without leading zeros. */
function isNewer(a: KubeObject, b: KubeObject): boolean {
  const [left, right] = [textAt(a, 'metadata', 'resourceVersion'), textAt(b, 'metadata', 'resourceVersion')]
  return left.length === right.length ? left > right : left.length > right.length
}

function uidOf(object: KubeObject): string {
  return textAt(object, 'metadata', 'uid')
}
