import type { CachedChange } from './cached-change.ts'

/** What the rings of one server hold together. */
export interface RingBudget {
  usedBytes: number
}

/** The latest changes of one resource, bounded by number and size: watches from a recent revision start here. */
export class ChangeRing {
  private changes: (CachedChange | undefined)[] = []
  private first = 0
  private sizeBytes = 0
  /** Every change after this revision is here. */
  completeAfter: number
  private readonly budget: RingBudget

  constructor(completeAfter: number, budget: RingBudget = { usedBytes: 0 }) {
    this.completeAfter = completeAfter
    this.budget = budget
  }

  push(change: CachedChange): void {
    this.changes.push(change)
    this.count(sizeOf(change))
    // Who keeps up has sent it by now; who does not, encodes it again.
    this.changes[this.changes.length - keptEncoded]?.encoded.clear()
    while (this.changes.length - this.first > maxChanges || this.sizeBytes > this.limitBytes) this.dropOldest()
    if (this.first > maxChanges) {
      this.changes = this.changes.slice(this.first)
      this.first = 0
    }
  }

  /** Forgets everything: what happened up to `revision` is not known here. */
  reset(revision: number): void {
    this.changes = []
    this.first = 0
    this.count(-this.sizeBytes)
    this.completeAfter = revision
  }

  /** Changes after a revision, oldest first; undefined when some of them are forgotten. */
  after(revision: number): CachedChange[] | undefined {
    if (revision < this.completeAfter) return undefined
    let low = this.first
    let high = this.changes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.changes[middle]?.revision ?? 0) <= revision) low = middle + 1
      else high = middle
    }
    return this.changes.slice(low).filter((change) => change !== undefined)
  }

  /** Where all rings together hold much, each that grows gives up what it has more than its share. */
  private get limitBytes(): number {
    return this.budget.usedBytes > maxBytesOfAll ? shareBytes : maxBytes
  }

  private count(bytes: number): void {
    this.sizeBytes += bytes
    this.budget.usedBytes += bytes
  }

  private dropOldest(): void {
    const oldest = this.changes[this.first]
    if (oldest === undefined) return
    this.count(-sizeOf(oldest))
    this.completeAfter = oldest.revision
    oldest.encoded.clear()
    this.changes[this.first] = undefined
    this.first++
  }
}

const maxChanges = 2048
const maxBytes = 8 * 1024 * 1024
const maxBytesOfAll = 48 * 1024 * 1024
const shareBytes = 512 * 1024
const keptEncoded = 64

/** The object after the change, and the one before it, which may be held by nobody else. */
function sizeOf({ entry, previous }: CachedChange): number {
  return entry.text.length + (previous?.text.length ?? 0)
}
