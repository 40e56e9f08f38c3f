import type { SharedStore } from '../compaction.ts'
import { StoreError } from '../error.ts'
import { compactedMessage, conflictMessage, futureMessage } from '../log/messages.ts'
import {
  type Change,
  deleted,
  type Entry,
  type Page,
  type PageRequest,
  type Revision,
  type StoreHealth,
} from '../store.ts'
import { EtcdCluster, type EtcdClusterOptions } from './cluster.ts'
import { CompactionTurns } from './compaction-turns.ts'
import { etcdError, isCompacted } from './etcd-error.ts'
import { compactRequest, prefixRange, rangeRequest, swapRequest, watchRequest } from './request.ts'
import {
  alarmsAnswer,
  type KeyValue,
  type RangeAnswer,
  rangeAnswer,
  type SwapAnswer,
  statusAnswer,
  swapAnswer,
  watchAnswer,
} from './response.ts'
import { watchChanges } from './watch.ts'

/** Which etcd, and where in it. */
export interface EtcdOptions extends EtcdClusterOptions {
  /** Put before every key, so that several users share one etcd; nothing unless told. */
  readonly prefix?: string
  /** What `health` reports as the limit: etcd 3.4 does not tell its own. 2 GiB unless told, etcd's default. */
  readonly quotaBytes?: number
}

const alarm = { noSpace: 1 } as const

/** A store in an etcd cluster. Reads are linearizable; revisions are etcd's, so other users of it leave gaps between ours. */
export class EtcdStore implements SharedStore {
  readonly #cluster: EtcdCluster
  readonly #turns: CompactionTurns
  readonly #prefix: string
  readonly #quotaBytes: number

  constructor(options: EtcdOptions) {
    this.#cluster = new EtcdCluster(options)
    this.#turns = new CompactionTurns((request) => this.#swap(request))
    this.#prefix = options.prefix ?? ''
    this.#quotaBytes = options.quotaBytes ?? 2 ** 31
  }

  async get(key: string, at?: Revision): Promise<Entry | undefined> {
    const { found } = await this.#range(rangeRequest({ key: this.#key(key) }, { at }), at)
    return found[0] && this.#entry(found[0])
  }

  async list(prefix: string, { from = '', limit, at }: PageRequest = {}): Promise<Page> {
    const start = Buffer.compare(this.#key(from), this.#key(prefix)) > 0 ? this.#key(from) : this.#key(prefix)
    const range = prefixRange(this.#key(prefix), start)
    const wanted = limit === undefined || limit <= 0 ? 0 : limit + 1
    const { found, count, revision } = await this.#range(rangeRequest(range, { limit: wanted, at }), at)
    const entries = found.slice(0, wanted === 0 ? undefined : wanted - 1).map((pair) => this.#entry(pair))
    const next = found[entries.length]
    const page = { entries, revision: at ?? revision }
    return next === undefined ? page : { ...page, next: this.#entry(next).key, remaining: count - entries.length }
  }

  async write(key: string, value: Uint8Array | typeof deleted, expect: Revision): Promise<Revision> {
    const bytes = value === deleted ? undefined : value
    const request = swapRequest(this.#key(key), { target: 'modRevision', value: expect }, bytes)
    let isUnclear = false
    const answer = await this.#swap(request, () => {
      isUnclear = true
    })
    if (answer.isDone) return answer.revision
    if (isUnclear) return this.#settle(key, bytes, answer)
    const { present } = answer
    const message = conflictMessage(key, expect, present?.revision ?? 0)
    throw new StoreError('conflict', message, present && { present: this.#entry(present) })
  }

  watch(prefix: string, from: Revision, signal: AbortSignal): AsyncIterable<Change> {
    return watchChanges(
      this.#cluster,
      { range: prefixRange(this.#key(prefix)), from, keyOf: (key) => this.#plainKey(key) },
      signal,
    )
  }

  async compact(to: Revision): Promise<void> {
    try {
      await this.#cluster.call('KV/Compact', compactRequest(to))
    } catch (error) {
      if (!isCompacted(error)) throw this.#failure(error)
    }
  }

  async revision(): Promise<Revision> {
    return (await this.#range(rangeRequest({ key: anyKey }, { isCountOnly: true }))).revision
  }

  async compacted(): Promise<Revision> {
    try {
      await this.#cluster.call('KV/Range', rangeRequest({ key: anyKey }, { at: 1 }))
      return 1
    } catch (error) {
      if (!isCompacted(error)) throw this.#failure(error)
    }
    return this.#oldest()
  }

  async health(): Promise<StoreHealth> {
    try {
      const { sizeBytes } = statusAnswer(await this.#cluster.call('Maintenance/Status', new Uint8Array()))
      const size = { sizeBytes, quotaBytes: this.#quotaBytes }
      const alarms = alarmsAnswer(await this.#cluster.call('Maintenance/Alarm', new Uint8Array()))
      if (!alarms.includes(alarm.noSpace)) return size
      const message = 'etcd - raised its NOSPACE alarm - expected room; compact, defragment and disarm it'
      return { ...size, readOnly: { code: 'quota', message } }
    } catch (error) {
      throw this.#failure(error)
    }
  }

  takeCompactionTurn(): Promise<Revision | undefined> {
    return this.#turns.take()
  }

  async close(): Promise<void> {
    this.#cluster.close()
  }

  /**
   * An attempt was lost, and the next one found another revision than expected. If the key is as the write wanted it, it
   * was written; otherwise the write may have come before what is there now.
   */
  #settle(key: string, bytes: Uint8Array | undefined, { present, revision }: SwapAnswer): Revision {
    if (bytes === undefined && present === undefined) return revision
    if (bytes !== undefined && present?.value.equals(bytes) === true) return present.revision
    const message = `${key} - the connection was lost during the write and the key has changed since - expected to know the outcome; read it again`
    throw new StoreError('unavailable', message)
  }

  async #swap(request: Uint8Array, onLost: () => void = () => {}): Promise<SwapAnswer> {
    try {
      return swapAnswer(await this.#cluster.call('KV/Txn', request, onLost))
    } catch (error) {
      throw this.#failure(error)
    }
  }

  async #range(request: Uint8Array, at?: Revision): Promise<RangeAnswer> {
    try {
      return rangeAnswer(await this.#cluster.call('KV/Range', request))
    } catch (error) {
      throw await this.#withRevision(this.#failure(error), at ?? 0)
    }
  }

  /** `compacted` and `future` say which revision would do. */
  async #withRevision(error: unknown, at: Revision): Promise<unknown> {
    if (!(error instanceof StoreError)) return error
    if (error.code === 'future') {
      const revision = await this.revision()
      return new StoreError('future', futureMessage(at, revision), { revision })
    }
    if (error.code !== 'compacted') return error
    const revision = await this.#oldest()
    return new StoreError('compacted', compactedMessage(at, revision), { revision })
  }

  /** A watch from the beginning is told which revision history starts with. */
  async #oldest(): Promise<Revision> {
    const stop = new AbortController()
    try {
      for await (const bytes of this.#cluster.stream('Watch/Watch', watchRequest({ key: anyKey }, 1), stop.signal)) {
        const { isCanceled, compactRevision } = watchAnswer(bytes)
        if (isCanceled) return compactRevision
      }
    } catch (error) {
      throw this.#failure(error)
    } finally {
      stop.abort()
    }
    throw new StoreError('unavailable', 'etcd - ended a watch - expected the oldest revision')
  }

  #failure(error: unknown): unknown {
    return etcdError(error, 'etcd')
  }

  #key(key: string): Buffer {
    return Buffer.from(this.#prefix + key)
  }

  #plainKey(key: Buffer): string {
    return key.toString().slice(this.#prefix.length)
  }

  #entry({ key, value, revision, created }: KeyValue): Entry {
    return { key: this.#plainKey(key), value, revision, created }
  }
}

const anyKey = Uint8Array.of(0)
