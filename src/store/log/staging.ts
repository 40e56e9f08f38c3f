import { StoreError } from '../error.ts'
import { deleted, type Revision } from '../store.ts'
import type { Row } from './journal.ts'
import type { Version } from './key-index.ts'
import { conflictMessage } from './messages.ts'

/** A write that waits for its turn. */
export interface PendingWrite {
  readonly key: string
  readonly value: Uint8Array | typeof deleted
  readonly expect: Revision
  resolve(revision: Revision): void
  reject(error: unknown): void
}

/** What happens to each write of a batch, in order: rows to keep and how to answer once they are durable. */
export interface Staged {
  readonly rows: readonly Row[]
  readonly answers: readonly Answer[]
  readonly revision: Revision
}

/** The answer to one write: a revision, or why not. */
export interface Answer {
  readonly write: PendingWrite
  readonly outcome: Revision | StoreError
}

/** What staging has to know of the log. */
export interface StagingGround {
  readonly revision: Revision
  newest(key: string): Version | undefined
  value(revision: Revision): Uint8Array
  /** Why the write may not be, apart from its key's revision. */
  refuse(write: PendingWrite): StoreError | undefined
}

/** Decides a batch: each write sees the ones before it. Nothing is changed. */
export function stageWrites(writes: readonly PendingWrite[], ground: StagingGround): Staged {
  const rows = new Map<string, Row>()
  const all: Row[] = []
  let revision = ground.revision
  const answers = writes.map((write) => {
    const present = rows.get(write.key) ?? ground.newest(write.key)
    const presentRevision = present === undefined || present.created === 0 ? 0 : present.revision
    const refusal = presentRevision === write.expect ? ground.refuse(write) : conflict(write, present, ground)
    if (refusal !== undefined) return { write, outcome: refusal }
    if (write.value === deleted && presentRevision === 0) return { write, outcome: revision }
    revision++
    const row = rowOf(write, revision, present)
    rows.set(write.key, row)
    all.push(row)
    return { write, outcome: revision }
  })
  return { rows: all, answers, revision }
}

function rowOf(write: PendingWrite, revision: Revision, present: Version | undefined): Row {
  const { key, value, expect } = write
  const previous = present === undefined || present.created === 0 ? 0 : present.revision
  if (value === deleted) return { revision, key, created: 0, previous, sizeBytes: 0 }
  const created = expect === 0 ? revision : (present?.created ?? revision)
  return { revision, key, created, previous, sizeBytes: value.byteLength, value }
}

function conflict(
  write: PendingWrite,
  present: (Version & { value?: Uint8Array }) | undefined,
  ground: StagingGround,
): StoreError {
  const message = conflictMessage(write.key, write.expect, present?.created === 0 ? 0 : (present?.revision ?? 0))
  if (present === undefined || present.created === 0) return new StoreError('conflict', message)
  const { revision, created } = present
  const value = present.value ?? ground.value(revision)
  return new StoreError('conflict', message, { present: { key: write.key, value, revision, created } })
}
