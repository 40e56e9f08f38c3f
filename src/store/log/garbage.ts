import type { Revision } from '../store.ts'

/** A row that only readers before `supersededAt` need. */
export interface Superseded {
  readonly supersededAt: Revision
  readonly revision: Revision
  readonly key: string
  readonly sizeBytes: number
}

/** How much superseded history is kept before the oldest part is compacted. */
export interface HistoryLimit {
  readonly rows: number
  readonly bytes: number
}

/** Superseded rows, in the order in which compaction frees them. */
export class Garbage {
  #queue: Superseded[] = []
  #head = 0
  #bytes = 0

  push(item: Superseded): void {
    this.#queue.push(item)
    this.#bytes += item.sizeBytes
  }

  /** Takes up to `limit` rows that nobody needs who reads at `compacted` or later. */
  take(compacted: Revision, limit: number): readonly Superseded[] {
    const start = this.#head
    const end = Math.min(this.#queue.length, start + limit)
    while (this.#head < end && (this.#queue[this.#head]?.supersededAt ?? 0) <= compacted) this.#head++
    const taken = this.#queue.slice(start, this.#head)
    for (const item of taken) this.#bytes -= item.sizeBytes
    this.#shrink()
    return taken
  }

  /** Puts back what was taken last: its commit did not happen. */
  putBack(items: readonly Superseded[]): void {
    this.#queue = [...items, ...this.#queue.slice(this.#head)]
    this.#head = 0
    for (const item of items) this.#bytes += item.sizeBytes
  }

  /** Whether `take` would give something. */
  has(compacted: Revision): boolean {
    return (this.#queue[this.#head]?.supersededAt ?? Number.POSITIVE_INFINITY) <= compacted
  }

  /** Revision to compact to so that history shrinks below nine tenths of the limit; undefined while it is within. */
  excess(limit: HistoryLimit): Revision | undefined {
    const rows = this.#queue.length - this.#head
    if (rows <= limit.rows && this.#bytes <= limit.bytes) return undefined
    let left = rows
    let bytes = this.#bytes
    let to: Revision | undefined
    for (let at = this.#head; left > limit.rows * 0.9 || bytes > limit.bytes * 0.9; at++, left--) {
      const item = this.#queue[at]
      if (item === undefined) break
      bytes -= item.sizeBytes
      to = item.supersededAt
    }
    return to
  }

  #shrink(): void {
    if (this.#head < 1024 || this.#head * 2 < this.#queue.length) return
    this.#queue = this.#queue.slice(this.#head)
    this.#head = 0
  }
}
