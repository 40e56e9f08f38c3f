import type { Client, Indexers, Informer, ObjectEvent, ResourceType } from '#client'
import type { Clock, KubeObject } from '#kube'
import type { RecordEvent } from './event/recorder.ts'

/** What a controller works on: an object, or anything that a name can stand for. */
export interface ObjectKey {
  /** Empty for what lives in no namespace. */
  readonly namespace: string
  readonly name: string
}

/** A resource as controllers follow it: whole, or a part of it that takes less memory. */
export interface Followed extends ResourceType {
  readonly view?: View
}

/** A part of a resource. Equal names mean the same view. */
export interface View {
  readonly name: string
  readonly fieldSelector?: string
  /** Only metadata is asked for. */
  readonly isPartial?: boolean
  /** What of each object is kept. */
  keep?(object: KubeObject): KubeObject
}

/** One resource that a controller follows, and whose keys a change of it concerns. */
export interface Watch {
  readonly type: Followed
  /** Keys to work on after a change; `context` gives the caches. Absent: the object's own. */
  keysOf?(event: ObjectEvent, context: Context): readonly ObjectKey[]
  /** Indexes the controller reads; the names are the resource's, so equal names must mean the same. */
  readonly indexers?: Indexers
}

/** What a controller has in its hands. */
export interface Context {
  readonly client: Client
  readonly clock: Clock
  /** Numbers from 0 up to 1. */
  readonly random: () => number
  /** Aborted when the controller ends. */
  readonly signal: AbortSignal
  /** The cache of a resource; of one that no watch names it is followed from now on. */
  informer(type: Followed): Informer
  /** Adds a key from outside any watch: a timer, another resource's feed. */
  enqueue(key: ObjectKey): void
  trace(line: TraceLine): void
  /** Tells an Event about an object, in the controller's name. */
  readonly record: RecordEvent
}

/** One line of the log: a constant message and fields. */
export interface TraceLine {
  readonly message: string
  readonly fields: Readonly<Record<string, string | number | boolean>>
}

/** What came of one run; nothing said means done. */
export interface Result {
  /** Comes back after so long, failures forgotten. */
  readonly requeueAfterMs?: number
}

/** A loop over keys: makes the world what the object says. It may run for a key at any time and any number of times. */
export interface Controller {
  readonly name: string
  /** The source of its events, `deployment-controller`; its name unless told. */
  readonly component?: string
  readonly watches: readonly Watch[]
  /** Keys worked on at once; 5 unless told. */
  readonly workers?: number
  /**
   * Called before any key, after the caches are filled: adds first keys, follows more. What it gives back ends that. Thrown:
   * again after a back-off.
   */
  begin?(context: Context): Promise<() => void | Promise<void>> | (() => void | Promise<void>)
  /** Thrown: again after a back-off; `Terminal`: never again until a change. */
  reconcile(key: ObjectKey, context: Context): Promise<Result | undefined>
}

/** An error that trying again will not mend. */
export class Terminal extends Error {
  readonly code = 'terminal'
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'Terminal'
  }
}

/** The key of an object. */
export function keyOfObject(object: KubeObject): ObjectKey {
  const { namespace, name } = object.metadata
  return { namespace: typeof namespace === 'string' ? namespace : '', name }
}

/** A key as text: `namespace/name`, `/name` for what lives in no namespace. */
export function textOfKey({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`
}

/** The key that a text of `textOfKey` stands for. */
export function keyOfText(text: string): ObjectKey {
  const slash = text.indexOf('/')
  return { namespace: text.slice(0, slash), name: text.slice(slash + 1) }
}
