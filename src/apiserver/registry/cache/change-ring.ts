import type { CachedChange } from './cached-change.ts'

/** The latest changes of one resource, bounded by number and size: watches from a recent revision start here. */
export class ChangeRing {
  private changes: (CachedChange | undefined)[] = []
  private first = 0
  private sizeBytes = 0
  /** Every change after this revision is here. */
  completeAfter: number

  constructor(completeAfter: number) {
    this.completeAfter = completeAfter
  }

  push(change: CachedChange): void {
    this.changes.push(change)
    this.sizeBytes += sizeOf(change)
    // Who keeps up has sent it by now; who does not, encodes it again.
    this.changes[this.changes.length - keptEncoded]?.encoded.clear()
    while (this.changes.length - this.first > maxChanges || this.sizeBytes > maxBytes) this.dropOldest()
    if (this.first > maxChanges) {
      this.changes = this.changes.slice(this.first)
      this.first = 0
    }
  }

  /** Forgets everything: what happened up to `revision` is not known here. */
  reset(revision: number): void {
    this.changes = []
    this.first = 0
    this.sizeBytes = 0
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

  private dropOldest(): void {
    const oldest = this.changes[this.first]
    if (oldest === undefined) return
    this.sizeBytes -= sizeOf(oldest)
    this.completeAfter = oldest.revision
    oldest.encoded.clear()
    this.changes[this.first] = undefined
    this.first++
  }
}

const maxChanges = 2048
const maxBytes = 8 * 1024 * 1024
const keptEncoded = 64

/** The object after the change, and the one before it, which may be held by nobody else. */
function sizeOf({ entry, previous }: CachedChange): number {
  return entry.text.length + (previous?.text.length ?? 0)
}
