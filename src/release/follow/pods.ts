import { coreType, readLog } from '#client'
import { asMap, matchesSelector } from '#kinds'
import { isMap, type KubeObject, textAt } from '#kube'
import type { ObjectName, ReleaseEvent } from '../contract/event.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { podState, type TroubledContainer } from './pod-state.ts'

/** Looks into what is waited for. */
export interface PodFollower {
  /** Told of every event; workloads that are waited for are looked at from then on. */
  see(event: ReleaseEvent): void
  /** Looks a last time, so that the reason of a failure is told, and stops. */
  close(): Promise<void>
  /** Stops. */
  stop(): void
}

/** How often the pods of a namespace are looked at. A wait that is over sooner costs nothing. */
const EVERY_MS = 1000
/** Lines of a container's log that are told. */
const TAIL_LINES = 10
/** Most of a log that is read. */
const TAIL_BYTES = 16 * 1024
/** Pods and events that are looked at in one namespace. */
const PAGE = 500
const PODS = coreType('pods', 'Pod')
const EVENTS = coreType('events', 'Event')

/** Kinds whose pods are theirs by a selector. */
const WORKLOADS = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'Pod',
])

/**
 * Tells of the pods, warnings and last log lines behind workloads that are waited for, as `waiting` and `line` events of
 * the world's `report`. What the API server refuses is not told: it is company, not the wait itself.
 */
export function followPods(world: ObjectWorld): PodFollower {
  const follower = new Follower(world)
  return { see: (event) => follower.see(event), close: () => follower.close(), stop: () => follower.stop() }
}

class Follower {
  readonly #world: ObjectWorld
  readonly #waited = new Map<string, Waited>()
  /** What was told last, by object, so that nothing is told twice. */
  readonly #told = new Map<string, string>()
  #cancel: (() => void) | undefined
  #looking: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(world: ObjectWorld) {
    this.#world = world
  }

  see(event: ReleaseEvent): void {
    if (event.type !== 'waiting' || event.parent !== undefined || !WORKLOADS.has(event.object.kind)) return
    const key = keyOf(event.object, this.#world.namespace)
    if (event.state === 'ready' || event.state === 'gone') this.#waited.delete(key)
    else if (!this.#waited.has(key)) this.#waited.set(key, { object: event.object, selector: undefined })
    this.#schedule()
  }

  stop(): void {
    this.#isClosed = true
    this.#cancel?.()
  }

  async close(): Promise<void> {
    this.stop()
    await this.#looking
    if (!this.#world.signal.aborted) await this.#look()
  }

  #schedule(): void {
    if (this.#isClosed || this.#cancel !== undefined || this.#waited.size === 0) return
    this.#cancel = this.#world.clock.setTimer(EVERY_MS, () => {
      this.#looking = this.#look().finally(() => {
        this.#cancel = undefined
        this.#schedule()
      })
    })
  }

  async #look(): Promise<void> {
    const namespaces = new Set([...this.#waited.values()].map(({ object }) => this.#namespaceOf(object)))
    for (const namespace of namespaces) {
      try {
        await this.#lookInto(namespace)
      } catch {
        // who may not list pods still waits
      }
    }
  }

  async #lookInto(namespace: string): Promise<void> {
    const { client } = this.#world
    const pods = await client.list(PODS, { namespace, limit: PAGE })
    const mine = new Map<string, KubeObject>()
    for (const waited of [...this.#waited.values()]) {
      if (this.#namespaceOf(waited.object) !== namespace) continue
      const selector = (waited.selector ??= await this.#selectorOf(waited.object))
      for (const pod of pods.items) {
        if (!belongs(pod, waited.object, selector)) continue
        mine.set(pod.metadata.name, pod)
        await this.#tell(pod, waited.object)
      }
    }
    if (mine.size > 0) await this.#tellEvents(namespace, mine)
  }

  async #selectorOf(object: ObjectName): Promise<unknown> {
    if (object.kind === 'Pod') return null
    const type = await this.#world.mapper.typeOf(object)
    const place = { namespace: this.#namespaceOf(object), name: object.metadata.name }
    const spec = asMap((await this.#world.client.get(type, place))['spec'])
    const selector = spec['selector']
    return object.kind === 'ReplicationController' ? { matchLabels: selector } : selector
  }

  async #tell(pod: KubeObject, parent: ObjectName): Promise<void> {
    const { state, reason, troubled } = podState(pod)
    const object = nameOf(pod)
    const isItself = parent.kind === 'Pod'
    if (!isItself && this.#isNew(`state ${pod.metadata.name}`, `${state} ${reason}`)) {
      this.#world.report({ type: 'waiting', object, state, reason, parent })
    }
    for (const container of troubled) await this.#tellLog(pod, container)
  }

  async #tellLog(pod: KubeObject, { name, isPrevious, restarts }: TroubledContainer): Promise<void> {
    if (!this.#isNew(`log ${pod.metadata.name} ${name}`, `${restarts}`)) return
    const place = { namespace: textAt(pod.metadata, 'namespace'), pod: pod.metadata.name, container: name }
    const { client, signal } = this.#world
    try {
      const chunks: Uint8Array[] = []
      const options = { isPrevious, tailLines: TAIL_LINES, limitBytes: TAIL_BYTES, signal }
      for await (const chunk of readLog(client, place, options)) chunks.push(chunk)
      const lines = Buffer.concat(chunks)
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
      for (const text of lines.slice(-TAIL_LINES)) {
        this.#world.report({ type: 'line', from: 'log', object: nameOf(pod), text })
      }
    } catch {
      // a log that is gone says nothing
    }
  }

  async #tellEvents(namespace: string, pods: ReadonlyMap<string, KubeObject>): Promise<void> {
    const { client } = this.#world
    const events = await client.list(EVENTS, { namespace, limit: PAGE, fieldSelector: 'type=Warning' })
    for (const event of events.items) {
      const pod = pods.get(textAt(event, 'involvedObject', 'name'))
      if (pod === undefined || textAt(event, 'involvedObject', 'uid') !== textAt(pod.metadata, 'uid')) continue
      const text = `${textAt(event, 'reason')}: ${textAt(event, 'message')}`
      if (!this.#isNew(`event ${event.metadata.name}`, text)) continue
      this.#world.report({ type: 'line', from: 'event', object: nameOf(pod), text })
    }
  }

  #isNew(key: string, text: string): boolean {
    if (this.#told.get(key) === text) return false
    this.#told.set(key, text)
    return true
  }

  #namespaceOf({ metadata }: ObjectName): string {
    return metadata.namespace ?? this.#world.namespace
  }
}

interface Waited {
  readonly object: ObjectName
  /** undefined until it is known. */
  selector: unknown
}

function belongs(pod: KubeObject, object: ObjectName, selector: unknown): boolean {
  if (object.kind === 'Pod') return pod.metadata.name === object.metadata.name
  if (!isMap(selector as KubeObject) || Object.keys(selector as object).length === 0) return false
  return matchesSelector(selector as KubeObject, pod.metadata['labels'])
}

function nameOf({ apiVersion, kind, metadata }: KubeObject): ObjectName {
  return {
    apiVersion: apiVersion ?? 'v1',
    kind: kind ?? 'Pod',
    metadata: { name: metadata.name, namespace: textAt(metadata, 'namespace') },
  }
}

function keyOf({ kind, apiVersion, metadata }: ObjectName, namespace: string): string {
  return `${apiVersion} ${kind} ${metadata.namespace ?? namespace}/${metadata.name}`
}
