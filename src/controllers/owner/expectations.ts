import type { Clock } from '#kube'

/** What a controller has asked for and its cache has not shown yet. While something is missing it makes and removes nothing. */
export interface Expectations {
  /** So many new objects of an owner (by key) are to appear. */
  expectCreations(owner: string, count: number): void
  /** These objects (by uid) of an owner are to go. */
  expectDeletions(owner: string, uids: readonly string[]): void
  /** One appeared, or its creation failed. */
  created(owner: string): void
  /** One went, or its removal failed. */
  deleted(owner: string, uid: string): void
  /** Whether all were seen, or so long ago asked for that the cache is believed. */
  areMet(owner: string): boolean
  forget(owner: string): void
}

/** As long as kubernetes' controllers wait (ExpectationsTimeout). */
const PATIENCE_MS = 5 * 60_000

interface Expected {
  creations: number
  readonly deletions: Set<string>
  readonly since: number
}

/** Nothing is expected yet. */
export function createExpectations(clock: Clock): Expectations {
  const byOwner = new Map<string, Expected>()
  const start = (owner: string): Expected => {
    const expected = { creations: 0, deletions: new Set<string>(), since: clock.now() }
    byOwner.set(owner, expected)
    return expected
  }
  return {
    expectCreations: (owner, count) => {
      start(owner).creations = count
    },
    expectDeletions: (owner, uids) => {
      const { deletions } = start(owner)
      for (const uid of uids) deletions.add(uid)
    },
    created: (owner) => {
      const expected = byOwner.get(owner)
      if (expected !== undefined) expected.creations -= 1
    },
    deleted: (owner, uid) => void byOwner.get(owner)?.deletions.delete(uid),
    areMet: (owner) => {
      const expected = byOwner.get(owner)
      if (expected === undefined) return true
      const isSeen = expected.creations <= 0 && expected.deletions.size === 0
      return isSeen || clock.now() - expected.since > PATIENCE_MS
    },
    forget: (owner) => void byOwner.delete(owner),
  }
}
