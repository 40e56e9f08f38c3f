import type { Plugin } from '../plugin/plugin.ts'
import { isSameInfo, type PodInfo } from '../pod/pod-info.ts'
import type { ClusterEvent } from './event.ts'
import { createHeap, type Heap } from './heap.ts'

/** A pod without a node, with what was tried so far. Mutable. */
export interface Waiting {
  pod: PodInfo
  /** When it came, or came back: older ones of a priority are first. Milliseconds. */
  sinceMs: number
  /** How often it found no place; its back-off grows with it. */
  failures: number
  /** How often it could not be bound, or something else went wrong, in a row. */
  errors: number
  /** Who rejected it last; empty: anything may help. */
  plugins: ReadonlySet<string>
}

/** How pods come back. */
export interface QueueOptions {
  readonly initialBackoffMs: number
  readonly maxBackoffMs: number
  /** The plugins of a pod's profile, by name. */
  pluginsOf(pod: PodInfo): ReadonlyMap<string, Plugin>
  /** Names of gates that keep the pod from being tried at all. */
  gatesOf(pod: PodInfo): readonly string[]
}

/** Pods that have no node, in the order in which they are to be tried. */
export interface SchedulingQueue {
  /** A pod that is new, or that changed. */
  put(pod: PodInfo, nowMs: number): void
  remove(uid: string): void
  /** The next one to be tried: it is out of the queue until it is given back. */
  take(nowMs: number): Waiting | undefined
  /** A pod that found no place waits for a change that may help. */
  park(waiting: Waiting, plugins: ReadonlySet<string>, nowMs: number): void
  /** A pod that something went wrong with is tried again after its back-off. */
  retry(waiting: Waiting, nowMs: number): void
  /** A change: pods that it may help are tried again. */
  wake(event: ClusterEvent, nowMs: number): void
  has(uid: string): boolean
  /** A pod that waits for a change is tried again at once. */
  activate(uid: string, nowMs: number): void
  /** When something is due next; undefined when nothing is. Milliseconds. */
  dueMs(nowMs: number): number | undefined
  readonly size: number
}

/** Who waits for so long is tried again, whatever happened. */
const FLUSH_MS = 5 * 60_000

/** An empty queue. */
export function createSchedulingQueue(options: QueueOptions): SchedulingQueue {
  return new Queue(options)
}

type Pool = 'active' | 'backoff' | 'error' | 'parked' | 'gated'

interface Entry {
  readonly waiting: Waiting
  pool: Pool
  readyMs: number
  /** Older items of the heaps are of no account. */
  stamp: number
}

interface Item {
  readonly entry: Entry
  readonly stamp: number
  readonly dueMs: number
}

class Queue implements SchedulingQueue {
  readonly #options: QueueOptions
  readonly #entries = new Map<string, Entry>()
  /** Who waits longest is first. */
  readonly #parked = new Set<Entry>()
  readonly #active = createHeap<Item>((a, b) => isEarlier(a.entry.waiting, b.entry.waiting))
  readonly #backoff = createHeap<Item>((a, b) => a.dueMs < b.dueMs)

  constructor(options: QueueOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  has(uid: string): boolean {
    return this.#entries.has(uid)
  }

  put(pod: PodInfo, nowMs: number): void {
    const entry = this.#entries.get(pod.uid)
    if (entry === undefined)
      return this.#admit({ pod, sinceMs: nowMs, failures: 0, errors: 0, plugins: new Set() }, nowMs)
    const before = entry.waiting.pod.object
    entry.waiting.pod = pod
    if (entry.pool === 'gated') this.#place(entry, this.#isGated(pod) ? 'gated' : 'active', nowMs)
    // what is only told of the pod, by ourselves above all, helps nothing
    if (entry.pool !== 'parked' || isSameInfo(before, pod.object)) return
    if (this.#helps(entry, { resource: 'TargetPod', before, after: pod.object })) this.#resume(entry, nowMs)
  }

  remove(uid: string): void {
    const entry = this.#entries.get(uid)
    if (entry === undefined) return
    entry.stamp++
    this.#entries.delete(uid)
    this.#parked.delete(entry)
  }

  take(nowMs: number): Waiting | undefined {
    this.#ripen(nowMs)
    const item = this.#first(this.#active) ?? this.#early()
    if (item === undefined) return undefined
    this.remove(item.entry.waiting.pod.uid)
    return item.entry.waiting
  }

  park(waiting: Waiting, plugins: ReadonlySet<string>, nowMs: number): void {
    waiting.plugins = plugins
    waiting.failures++
    waiting.errors = 0
    this.#enter(waiting, 'parked', nowMs)
  }

  retry(waiting: Waiting, nowMs: number): void {
    waiting.errors++
    this.#enter(waiting, 'error', nowMs)
  }

  wake(event: ClusterEvent, nowMs: number): void {
    for (const entry of [...this.#parked]) if (this.#helps(entry, event)) this.#resume(entry, nowMs)
  }

  dueMs(nowMs: number): number | undefined {
    this.#ripen(nowMs)
    if (this.#first(this.#active) !== undefined || this.#early(true) !== undefined) return nowMs
    const [longest] = this.#parked
    const next = this.#first(this.#backoff)
    if (longest === undefined) return next?.dueMs
    return Math.min(longest.waiting.sinceMs + FLUSH_MS, next?.dueMs ?? Number.POSITIVE_INFINITY)
  }

  activate(uid: string, nowMs: number): void {
    const entry = this.#entries.get(uid)
    if (entry?.pool === 'parked') this.#place(entry, 'active', nowMs)
  }

  #admit(waiting: Waiting, nowMs: number): void {
    this.#enter(waiting, this.#isGated(waiting.pod) ? 'gated' : 'active', nowMs)
  }

  #isGated(pod: PodInfo): boolean {
    return this.#options.gatesOf(pod).length > 0
  }

  #enter(waiting: Waiting, pool: Pool, nowMs: number): void {
    waiting.sinceMs = nowMs
    const entry: Entry = { waiting, pool, readyMs: nowMs + this.#backoffMs(waiting), stamp: 0 }
    this.#entries.set(waiting.pod.uid, entry)
    this.#place(entry, pool, nowMs)
  }

  #place(entry: Entry, pool: Pool, nowMs: number): void {
    entry.pool = pool
    entry.stamp++
    if (pool === 'parked') this.#parked.add(entry)
    else this.#parked.delete(entry)
    const item: Item = { entry, stamp: entry.stamp, dueMs: pool === 'active' ? nowMs : entry.readyMs }
    if (pool === 'active') this.#active.add(item)
    if (pool === 'backoff' || pool === 'error') this.#backoff.add(item)
  }

  #resume(entry: Entry, nowMs: number): void {
    this.#place(entry, entry.readyMs <= nowMs ? 'active' : 'backoff', nowMs)
  }

  #helps({ waiting: { pod, plugins } }: Entry, event: ClusterEvent): boolean {
    if (plugins.size === 0) return true
    const all = this.#options.pluginsOf(pod)
    for (const name of plugins) if (all.get(name)?.wakes[event.resource]?.(pod, event) === true) return true
    return false
  }

  /** Back-offs that are over, and pods that nothing happened for. */
  #ripen(nowMs: number): void {
    for (
      let next = this.#first(this.#backoff);
      next !== undefined && next.dueMs <= nowMs;
      next = this.#first(this.#backoff)
    ) {
      this.#place(next.entry, 'active', nowMs)
    }
    for (const entry of this.#parked) {
      if (entry.waiting.sinceMs + FLUSH_MS > nowMs) return
      this.#resume(entry, nowMs)
    }
  }

  /** With nothing else to do, a back-off is cut short; not after an error, which would only come again. */
  #early(isLook = false): Item | undefined {
    const first = this.#first(this.#backoff)
    if (first === undefined || first.entry.pool === 'error') return undefined
    if (!isLook) this.#backoff.take()
    return first
  }

  #first(heap: Heap<Item>): Item | undefined {
    for (let item = heap.peek(); item !== undefined; item = heap.peek()) {
      if (item.stamp === item.entry.stamp) return item
      heap.take()
    }
    return undefined
  }

  #backoffMs({ failures, errors }: Waiting): number {
    const count = errors > 0 ? errors : failures
    if (count === 0) return 0
    return Math.min(this.#options.maxBackoffMs, this.#options.initialBackoffMs * 2 ** Math.min(count - 1, 30))
  }
}

/** Higher priority first, then who waits longer. Source: queuesort PrioritySort. */
function isEarlier(a: Waiting, b: Waiting): boolean {
  return a.pod.priority === b.pod.priority ? a.sinceMs < b.sinceMs : a.pod.priority > b.pod.priority
}
