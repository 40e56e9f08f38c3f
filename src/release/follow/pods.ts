import { coreType, readLog } from '#client'
import { asMap, matchesSelector } from '#kinds'
import { isMap, type KubeObject, textAt } from '#kube'
import type { ObjectName, ReleaseEvent } from '../contract/event.ts'
import type { ObjectWorld } from '../contract/world.ts'
import { podState, type TroubledContainer } from './pod-state.ts'
import { type Warning, warningsIn } from './warnings.ts'

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
/** Pods that are looked at in one namespace. */
const PAGE = 500
const PODS = coreType('pods', 'Pod')

/** Kinds that are looked into: their pods, or what is said of them. */
const WORKLOADS = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'Pod',
  'PersistentVolumeClaim',
])

const WITHOUT_SELECTOR: ReadonlySet<string> = new Set(['Pod', 'PersistentVolumeClaim'])

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
  /** How often an event had been told when it was seen first. */
  readonly #counts = new Map<string, number>()
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
    await this.#tellWarnings(namespace, mine)
  }

  async #selectorOf(object: ObjectName): Promise<unknown> {
    if (WITHOUT_SELECTOR.has(object.kind)) return null
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
    if (!isItself && this.#isNew(`state ${pod.metadata.name}`, `${state} ${steady(reason)}`)) {
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

  /** Also of the objects themselves, and of what stands between them and their pods. */
  async #tellWarnings(namespace: string, pods: ReadonlyMap<string, KubeObject>): Promise<void> {
    const waited = [...this.#waited.values()].filter(({ object }) => this.#namespaceOf(object) === namespace)
    const uids = new Map([...pods.values()].map((pod) => [textAt(pod.metadata, 'uid'), nameOf(pod)]))
    for (const { name, uid, about, text, count } of await warningsIn(this.#world, namespace)) {
      const own = uids.get(uid)
      const object = own ?? waited.find((one) => concerns(about, one.object))?.object
      if (object === undefined || (own === undefined && this.#isOld(name, count))) continue
      if (PULLS.test(text) || !this.#isNew(`event ${name}`, nameless(text))) continue
      this.#world.report({ type: 'line', from: 'event', object, text })
    }
  }

  /** What was said of an object before we came is no news until it is said again. */
  #isOld(event: string, count: number): boolean {
    const known = this.#counts.get(event)
    if (known === undefined) this.#counts.set(event, count)
    return known === undefined || known === count
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

/** An image that cannot be had is tried and waited for in turn: that is one state. */
function steady(reason: string): string {
  return /^(?:ErrImagePull|ImagePullBackOff)\b/.test(reason) ? 'image' : reason
}

/** Events that only repeat the state that their pod tells. */
const PULLS = /^Failed: Error: (?:ErrImagePull|ImagePullBackOff)$/

/** Pods that are tried again and again differ in their names alone. */
function nameless(text: string): string {
  return text.replaceAll(/-[a-z0-9]{5}\b/g, '').replace('(combined from similar events): ', '')
}

/** A set of a Deployment carries its name and a hash. */
function concerns({ kind, name }: Warning['about'], { kind: ownKind, metadata }: ObjectName): boolean {
  if (kind === ownKind) return name === metadata.name
  const isSet = kind === 'ReplicaSet' && ownKind === 'Deployment' && name.startsWith(`${metadata.name}-`)
  return isSet && !name.slice(metadata.name.length + 1).includes('-')
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
