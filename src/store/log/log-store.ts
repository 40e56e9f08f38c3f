import { setImmediate } from 'node:timers'
import { StoreError } from '../error.ts'
import type { Change, deleted, Entry, Page, PageRequest, Revision, Store, StoreHealth } from '../store.ts'
import { Garbage, type HistoryLimit } from './garbage.ts'
import type { Journal, Row, RowHead } from './journal.ts'
import { KeyIndex } from './key-index.ts'
import { closedMessage, compactedMessage, futureMessage, quotaMessage } from './messages.ts'
import { type Answer, type PendingWrite, type Staged, stageWrites } from './staging.ts'
import { WatchHub, type WatchSource } from './watch-hub.ts'

/** Rows forgotten in one commit, or twice as many as it writes: compaction never keeps writers waiting nor falls behind. */
const forgetStep = 256

/** Turns of the loop that a commit waits for more writes. */
const maxTurns = 16

/** Bounds of a log. */
export interface LogLimits {
  readonly quotaBytes: number
  readonly history: HistoryLimit
}

/** A store on this machine: keys and revisions in memory, bytes in a journal, writes of one turn in one commit. */
export class LogStore implements Store {
  readonly #journal: Journal
  readonly #limits: LogLimits
  readonly #index = new KeyIndex()
  readonly #garbage = new Garbage()
  readonly #hub: WatchHub
  #queue: PendingWrite[] = []
  #revision: Revision = 0
  #compacted: Revision = 0
  /** Compaction that no commit has written down yet. */
  #isCompacting = false
  #isScheduled = false
  #running: Promise<void> | undefined
  #isClosed = false
  /** The last refusal for want of disk; a later write that succeeds clears it. */
  #readOnly: StoreError | undefined
  /** Set when nobody knows what is on disk: only opening it again tells. */
  #broken: StoreError | undefined

  constructor(journal: Journal, limits: LogLimits) {
    this.#journal = journal
    this.#limits = limits
    this.#hub = new WatchHub(this.#watchSource())
  }

  /** Reads the journal. Call it once, before anything else. */
  start(): this {
    const { revision, compacted } = this.#journal.load((row) => this.#addToIndex(row))
    this.#revision = revision
    this.#compacted = compacted
    this.#boundHistory()
    if (this.#hasForgettable()) this.#schedule()
    return this
  }

  async get(key: string, at?: Revision): Promise<Entry | undefined> {
    const version = this.#index.at(key.toWellFormed(), this.#readable(at))
    if (version === undefined || version.created === 0) return undefined
    const { revision, created } = version
    return { key: key.toWellFormed(), value: this.#journal.value(revision), revision, created }
  }

  async list(prefix: string, page: PageRequest = {}): Promise<Page> {
    const revision = this.#readable(page.at)
    const limit = page.limit === undefined || page.limit <= 0 ? Number.POSITIVE_INFINITY : page.limit
    const found: { key: string; revision: Revision; created: Revision }[] = []
    let next: string | undefined
    let remaining = 0
    for (const [key, version] of this.#index.live(prefix.toWellFormed(), page.from?.toWellFormed() ?? '', revision)) {
      if (found.length < limit) found.push({ key, revision: version.revision, created: version.created })
      else {
        next ??= key
        remaining++
      }
    }
    const values = this.#journal.values(found.map((entry) => entry.revision))
    const entries = found.map((entry, at) => ({ ...entry, value: values[at] ?? new Uint8Array() }))
    return next === undefined ? { entries, revision } : { entries, revision, next, remaining }
  }

  write(key: string, value: Uint8Array | typeof deleted, expect: Revision): Promise<Revision> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ key: key.toWellFormed(), value, expect, resolve, reject })
      this.#schedule()
    })
  }

  watch(prefix: string, from: Revision, signal: AbortSignal): AsyncIterable<Change> {
    return this.#hub.watch(prefix.toWellFormed(), from, signal)
  }

  async compact(to: Revision): Promise<void> {
    this.#assertOpen()
    if (to > this.#revision) throw futureError(to, this.#revision)
    if (to > this.#compacted) this.#compactTo(to)
  }

  async revision(): Promise<Revision> {
    this.#assertOpen()
    return this.#revision
  }

  async compacted(): Promise<Revision> {
    this.#assertOpen()
    return this.#compacted
  }

  async health(): Promise<StoreHealth> {
    this.#assertOpen()
    if (this.#readOnly !== undefined) await this.#probe()
    const sizeBytes = this.#journal.sizeBytes()
    const usedBytes = this.#journal.usedBytes()
    const { quotaBytes } = this.#limits
    const size = { sizeBytes, quotaBytes }
    const blocked = this.#broken ?? this.#readOnly
    if (blocked !== undefined) return { ...size, readOnly: { code: 'disk-full', message: blocked.message } }
    if (usedBytes < quotaBytes) return size
    return { ...size, readOnly: { code: 'quota', message: quotaMessage(usedBytes, quotaBytes) } }
  }

  /** Finishes the writes that wait, then lets go of the journal. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    while (this.#running !== undefined || this.#queue.length > 0) await (this.#running ?? this.#drain())
    this.#isClosed = true
    this.#journal.close()
    this.#hub.wakeAll()
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new StoreError('closed', closedMessage)
  }

  #readable(at: Revision | undefined): Revision {
    this.#assertOpen()
    if (at === undefined) return this.#revision
    if (at > this.#revision) throw futureError(at, this.#revision)
    if (at < this.#compacted) throw compactedError(at, this.#compacted)
    return at
  }

  #schedule(): void {
    if (this.#isScheduled || this.#running !== undefined) return
    this.#isScheduled = true
    this.#gather(0, 0)
  }

  /** Waits a turn of the loop as long as each brings more writes: one commit of many costs little more than that of one. */
  #gather(count: number, turns: number): void {
    setImmediate(() => {
      if (this.#queue.length > count && turns < maxTurns) return this.#gather(this.#queue.length, turns + 1)
      this.#isScheduled = false
      void this.#drain()
    })
  }

  /** Commits until nothing waits; never rejects. */
  #drain(): Promise<void> {
    this.#running ??= this.#commitQueue().finally(() => {
      this.#running = undefined
      if (!this.#isClosed && (this.#queue.length > 0 || this.#hasForgettable())) this.#schedule()
    })
    return this.#running
  }

  async #commitQueue(): Promise<void> {
    const writes = this.#queue
    this.#queue = []
    try {
      this.#assertUsable()
      settle(await this.#commit(writes))
    } catch (error) {
      for (const write of writes) write.reject(error)
    }
  }

  async #commit(writes: readonly PendingWrite[]): Promise<readonly Answer[]> {
    const staged = stageWrites(writes, {
      revision: this.#revision,
      newest: (key) => this.#index.newest(key),
      value: (revision) => this.#journal.value(revision),
      refuse: this.#quotaCheck(),
    })
    const superseded = this.#garbage.take(this.#compacted, Math.max(forgetStep, staged.rows.length * 2))
    if (staged.rows.length === 0 && superseded.length === 0 && !this.#isCompacting) return staged.answers
    try {
      await this.#journal.commit({
        rows: staged.rows,
        forgotten: superseded.map((item) => item.revision),
        revision: staged.revision,
        compacted: this.#compacted,
      })
    } catch (error) {
      this.#garbage.putBack(superseded)
      this.#remember(error)
      return answerAll(staged, error)
    }
    this.#readOnly = undefined
    this.#isCompacting = false
    for (const item of superseded) this.#index.forget(item.key, item.revision)
    this.#accept(staged)
    return staged.answers
  }

  #accept(staged: Staged): void {
    const watched = staged.rows.filter((row) => this.#hub.isWatched(row.key))
    const changes = this.#changesOf(watched)
    for (const row of staged.rows) this.#addToIndex(row)
    this.#revision = staged.revision
    this.#hub.publish(changes, staged.revision)
    this.#boundHistory()
  }

  #addToIndex(row: RowHead): void {
    const { revision, key, created, sizeBytes } = row
    const superseded = this.#index.add(key, { revision, created, sizeBytes })
    if (superseded !== undefined && superseded.created !== 0) {
      this.#garbage.push({
        supersededAt: revision,
        revision: superseded.revision,
        key,
        sizeBytes: superseded.sizeBytes,
      })
    }
    if (created === 0) this.#garbage.push({ supersededAt: revision, revision, key, sizeBytes: 0 })
  }

  #changesOf(rows: readonly Row[]): readonly Change[] {
    return rows.map((row) => changeOf(row, this.#journal))
  }

  #compactTo(to: Revision): void {
    this.#compacted = to
    this.#isCompacting = true
    this.#schedule()
  }

  #hasForgettable(): boolean {
    if (this.#readOnly !== undefined || this.#broken !== undefined) return false
    return this.#isCompacting || this.#garbage.has(this.#compacted)
  }

  #boundHistory(): void {
    const to = this.#garbage.excess(this.#limits.history)
    if (to !== undefined && to > this.#compacted) this.#compactTo(to)
  }

  #quotaCheck(): (write: PendingWrite) => StoreError | undefined {
    const { quotaBytes } = this.#limits
    let usedBytes = this.#journal.usedBytes()
    return ({ value }) => {
      if (typeof value === 'symbol') return undefined
      if (usedBytes >= quotaBytes) return new StoreError('quota', quotaMessage(usedBytes, quotaBytes))
      usedBytes += value.byteLength
      return undefined
    }
  }

  /** Finds out whether a disk that was full takes a commit again. */
  async #probe(): Promise<void> {
    if (!this.#journal.hasRoom()) return
    this.#isCompacting = true
    await this.#running
    await this.#drain()
  }

  #assertUsable(): void {
    this.#assertOpen()
    if (this.#broken !== undefined) throw this.#broken
  }

  #remember(error: unknown): void {
    if (!(error instanceof StoreError)) return
    if (error.code === 'read-only') this.#readOnly = error
    else this.#broken = error
  }

  #watchSource(): WatchSource {
    return {
      state: () => ({ revision: this.#revision, compacted: this.#compacted, isClosed: this.#isClosed }),
      rows: (after, upTo, limit) => this.#journal.rows(after, upTo, limit),
      changesOf: (rows) => this.#changesOf(rows),
    }
  }
}

/** Most watchers know the value before: it is read for those who ask. */
function changeOf({ key, revision, created, previous, value }: Row, journal: Journal): Change {
  const head = { key, revision, created }
  const after = created === 0 ? head : { ...head, value: value ?? journal.value(revision) }
  if (previous === 0) return after
  let before: Uint8Array | undefined
  return Object.defineProperty(after, 'previous', {
    enumerable: true,
    get: () => (before ??= journal.value(previous)),
  }) as Change
}

function settle(answers: readonly Answer[]): void {
  for (const { write, outcome } of answers) {
    if (typeof outcome === 'number') write.resolve(outcome)
    else write.reject(outcome)
  }
}

/** A batch that was not kept: conflicts stay conflicts, writes that would have been kept are refused. */
function answerAll(staged: Staged, error: unknown): readonly Answer[] {
  const refusal = error instanceof StoreError ? error : new StoreError('unavailable', String(error), { cause: error })
  return staged.answers.map(({ write, outcome }) => ({
    write,
    outcome: typeof outcome === 'number' ? refusal : outcome,
  }))
}

function futureError(asked: Revision, newest: Revision): StoreError {
  return new StoreError('future', futureMessage(asked, newest), { revision: newest })
}

function compactedError(asked: Revision, oldest: Revision): StoreError {
  return new StoreError('compacted', compactedMessage(asked, oldest), { revision: oldest })
}
