import { StoreError } from '../error.ts'
import type { Commit, Journal, Row, RowHead } from '../log/journal.ts'
import type { Entry, Revision } from '../store.ts'

/** What a log in memory starts with: entries, and where their log stood. */
export interface MemoryState {
  readonly entries: readonly Entry[]
  readonly revision: Revision
  readonly compacted: Revision
}

/** Bytes a row takes beside key and value, roughly. */
const rowOverheadBytes = 150

/** Rows in a map: nothing survives the process. */
export class MemoryJournal implements Journal {
  readonly #rows = new Map<Revision, Row>()
  readonly #start: MemoryState
  #sizeBytes = 0

  constructor(start: MemoryState) {
    this.#start = start
  }

  load(visit: (row: RowHead) => void): { readonly revision: Revision; readonly compacted: Revision } {
    const rows = this.#start.entries.map((entry) => ({ ...entry, previous: 0, sizeBytes: entry.value.byteLength }))
    for (const row of rows.sort((a, b) => a.revision - b.revision)) {
      this.#add(row)
      visit(row)
    }
    return this.#start
  }

  commit({ rows, forgotten }: Commit): Promise<void> {
    for (const row of rows) this.#add(row)
    for (const revision of forgotten) this.#forget(revision)
    return Promise.resolve()
  }

  value(revision: Revision): Uint8Array {
    const value = this.#rows.get(revision)?.value
    if (value === undefined) throw new StoreError('corrupted', `revision ${revision} - has no value - expected one`)
    return value
  }

  values(revisions: readonly Revision[]): readonly Uint8Array[] {
    return revisions.map((revision) => this.value(revision))
  }

  rows(after: Revision, upTo: Revision, limit: number): readonly RowHead[] {
    const found: Row[] = []
    for (let revision = after + 1; revision <= upTo && found.length < limit; revision++) {
      const row = this.#rows.get(revision)
      if (row !== undefined) found.push(row)
    }
    return found
  }

  sizeBytes(): number {
    return this.#sizeBytes
  }

  usedBytes(): number {
    return this.#sizeBytes
  }

  hasRoom(): boolean {
    return true
  }

  close(): void {
    this.#rows.clear()
  }

  #add(row: Row): void {
    this.#rows.set(row.revision, row)
    this.#sizeBytes += sizeOf(row)
  }

  #forget(revision: Revision): void {
    const row = this.#rows.get(revision)
    if (row === undefined) return
    this.#rows.delete(revision)
    this.#sizeBytes -= sizeOf(row)
  }
}

function sizeOf(row: Row): number {
  return row.key.length * 2 + row.sizeBytes + rowOverheadBytes
}
