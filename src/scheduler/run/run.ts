import { isTerminating, textAt } from '#kube'
import { type Context, createRecorder, type RecordEvent } from '#reconcile'
import { type ClusterState, createClusterState } from '../cluster/cluster-state.ts'
import type { Listed } from '../cluster/listed.ts'
import { createNominations } from '../cluster/nominations.ts'
import type { ResolvedConfiguration } from '../configuration/resolve.ts'
import { decide, type Refused } from '../cycle/decide.ts'
import type { Turn } from '../cycle/find.ts'
import { createMemory } from '../cycle/memory.ts'
import type { Profile } from '../cycle/profile.ts'
import type { Candidate } from '../cycle/victims.ts'
import type { NodeInfo } from '../node/node-info.ts'
import type { Plugin } from '../plugin/plugin.ts'
import { claimsOf } from '../plugin/volume-claims.ts'
import { planVolumes, type VolumePlan } from '../plugin/volume-plan.ts'
import { type PodInfo, podInfoOf } from '../pod/pod-info.ts'
import { createSchedulingQueue, type SchedulingQueue, type Waiting } from '../queue/queue.ts'
import { types } from '../types.ts'
import { bindPod } from './bind.ts'
import { bindVolumes } from './bind-volumes.ts'
import type { Desk } from './desk.ts'
import { evictFor } from './evict.ts'
import { follow } from './follow.ts'
import { gatesOf } from './gates.ts'
import { listedOf } from './listed.ts'
import { noteStatus } from './status.ts'

/** Decisions go on for so long before others have their turn. */
const SLICE_MS = 5
/** After so many decisions the clock is looked at. */
const STRIDE = 4
/** A slice ends after so many decisions even when the clock stands still. */
const MAX_DECISIONS = 128
/** So many bindings are on their way at once. */
const MAX_BINDINGS = 256
/** The longest text of an event. */
const MAX_NOTE = 1024

/** Starts to place pods; what it gives back ends that once no binding is on its way. */
export function startScheduler(configuration: ResolvedConfiguration, context: Context): () => Promise<void> {
  const running = new Run(configuration, context)
  running.start()
  return () => running.stop()
}

class Run implements Desk {
  readonly context: Context
  readonly profiles: ReadonlyMap<string, Profile>
  readonly state: ClusterState
  readonly queue: SchedulingQueue
  readonly nominations = createNominations()
  readonly #listed: Listed
  readonly #recorders: ReadonlyMap<string, RecordEvent>
  readonly #turn: Turn = { nextNode: 0 }
  readonly #memory = createMemory()
  readonly #bindings = new Set<Promise<void>>()
  /** Volumes that are being given to claims. */
  readonly #reserved = new Set<string>()
  /** Work on its way that is not counted: some of it may take minutes. */
  readonly #works = new Set<Promise<void>>()
  /** Pods for which others are being removed: they are not tried meanwhile. */
  readonly #preempting = new Set<string>()
  /** Those of them that something happened for meanwhile. */
  readonly #missed = new Set<string>()
  #unfollow = (): void => undefined
  #cancelTimer = (): void => undefined
  #timerAtMs = Number.POSITIVE_INFINITY
  #isStopped = false

  constructor(configuration: ResolvedConfiguration, context: Context) {
    this.context = context
    this.profiles = new Map(configuration.profiles.map((profile) => [profile.name, profile]))
    this.#recorders = new Map(
      configuration.profiles.map(({ name }) => [name, createRecorder({ ...context, component: name })]),
    )
    const namespaces = context.informer(types.namespaces).cache
    this.state = createClusterState({
      labelsOf: (name) => (namespaces.get('', name)?.metadata['labels'] ?? {}) as Record<string, string>,
      names: () => namespaces.list().map(({ metadata }) => metadata.name),
    })
    this.#listed = listedOf(context, this.#reserved)
    const plugins = new Map(configuration.profiles.map((profile) => [profile.name, pluginsOf(profile)]))
    this.queue = createSchedulingQueue({
      ...configuration,
      pluginsOf: (pod) => plugins.get(schedulerOf(pod)) ?? new Map(),
      gatesOf: (pod) => (this.#profileOf(pod)?.honoursGates === true ? gatesOf(pod.object) : []),
    })
  }

  start(): void {
    this.#unfollow = follow(this)
    this.nudge()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#unfollow()
    this.#cancelTimer()
    await Promise.all([...this.#bindings, ...this.#works])
  }

  nudge(): void {
    this.#wakeAt(this.context.clock.now())
  }

  #wakeAt(atMs: number): void {
    if (this.#isStopped || atMs >= this.#timerAtMs) return
    this.#cancelTimer()
    this.#timerAtMs = atMs
    this.#cancelTimer = this.context.clock.setTimer(Math.max(0, atMs - this.context.clock.now()), () => {
      this.#timerAtMs = Number.POSITIVE_INFINITY
      this.#slice()
    })
  }

  #slice(): void {
    const { clock } = this.context
    const end = clock.now() + SLICE_MS
    for (let count = 0; count < MAX_DECISIONS && this.#bindings.size < MAX_BINDINGS; count++) {
      if (this.#isStopped || (count % STRIDE === 0 && clock.now() >= end)) break
      const waiting = this.queue.take(clock.now())
      if (waiting === undefined) break
      this.#attempt(waiting)
    }
    const due = this.#bindings.size < MAX_BINDINGS ? this.queue.dueMs(clock.now()) : undefined
    if (due !== undefined) this.#wakeAt(due)
  }

  #attempt(waiting: Waiting): void {
    const { pod } = waiting
    const profile = this.#profileOf(pod)
    if (profile === undefined || this.state.placed(pod.uid) !== undefined) return
    if (isTerminating(pod.object)) return this.#skip(pod)
    if (this.#preempting.has(pod.uid)) {
      this.#missed.add(pod.uid)
      return this.queue.park(waiting, waiting.plugins, this.context.clock.now())
    }
    const known = this.#memory.of(pod, profile.name)
    const cycle = { pod, state: this.state, listed: this.#listed, known }
    const decision = decide(cycle, {
      profile,
      nominations: this.nominations,
      turn: this.#turn,
      random: this.context.random,
    })
    if (decision.node === undefined) this.#refuse(waiting, decision)
    else this.#bind(waiting, decision.node, profile)
  }

  #skip(pod: PodInfo): void {
    const message = `skip schedule deleting pod: ${pod.key}`
    this.#record(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message })
  }

  #bind(waiting: Waiting, node: NodeInfo, profile: Profile): void {
    const { pod } = waiting
    const plan = this.#planOf(pod, node)
    this.state.addPod(pod, node.name)
    this.nominations.drop(pod.uid)
    const needsVolumes = plan.bindings.length + plan.provisions.length > 0
    if (needsVolumes)
      return this.#own(
        this.#finishWithVolumes(waiting, { plan, nodeName: node.name, timeoutMs: profile.bindTimeoutMs }),
      )
    const work = this.#told(this.#finishBinding(waiting, node.name)).finally(() => {
      this.#bindings.delete(work)
      if (this.queue.size > 0) this.nudge()
    })
    this.#bindings.add(work)
  }

  #planOf(pod: PodInfo, { object }: NodeInfo): VolumePlan {
    const claims = pod.volumes.claims.length === 0 ? '' : claimsOf(pod, this.#listed)
    const plan = typeof claims === 'string' || object === undefined ? [] : planVolumes(claims, object, this.#listed)
    return 'bindings' in plan ? plan : { bindings: [], provisions: [] }
  }

  async #finishWithVolumes(
    waiting: Waiting,
    { plan, nodeName, timeoutMs }: { readonly plan: VolumePlan; readonly nodeName: string; readonly timeoutMs: number },
  ): Promise<void> {
    const names = plan.bindings.map(({ volume }) => volume.metadata.name)
    for (const name of names) this.#reserved.add(name)
    try {
      await bindVolumes(plan, { pod: waiting.pod, nodeName, timeoutMs, context: this.context })
    } catch (error) {
      return await this.#giveBack(waiting, error, 'running PreBind plugin "VolumeBinding"')
    } finally {
      for (const name of names) this.#reserved.delete(name)
    }
    await this.#finishBinding(waiting, nodeName)
  }

  async #finishBinding(waiting: Waiting, nodeName: string): Promise<void> {
    const { pod } = waiting
    try {
      await bindPod(pod, nodeName, this.context)
      const message = `Successfully assigned ${pod.key} to ${nodeName}`
      this.#record(pod, { type: 'Normal', reason: 'Scheduled', action: 'Binding', message })
    } catch (error) {
      await this.#giveBack(waiting, error, 'running Bind plugin "DefaultBinder"')
    }
  }

  /** A pod that could not be bound is tried again, unless it is gone or has a node by now. */
  async #giveBack(waiting: Waiting, error: unknown, step: string): Promise<void> {
    const { pod } = waiting
    const { clock } = this.context
    const known = this.context.informer(types.pods).cache.get(pod.namespace, pod.name)
    const isHere = known !== undefined && known.metadata['uid'] === pod.uid
    if (isHere && textAt(known, 'spec', 'nodeName') !== '') return
    this.state.removePod(pod.uid)
    this.queue.wake({ resource: 'AssignedPod', before: pod.object }, clock.now())
    if (!isHere || this.context.signal.aborted) return
    waiting.pod = podInfoOf(known)
    this.queue.retry(waiting, clock.now())
    const reason = error instanceof Error ? error.message : String(error)
    await this.#tell(pod, {
      reason: 'SchedulerError',
      message: `${step}: ${reason}`,
      nomination: '',
    })
  }

  #refuse(waiting: Waiting, { message, plugins, candidate, nomination }: Refused): void {
    const { pod } = waiting
    this.queue.park(waiting, plugins, this.context.clock.now())
    if (nomination !== undefined) this.nominations.set(pod, nomination)
    this.#own(this.#tell(pod, { reason: 'Unschedulable', message, nomination }))
    if (candidate !== undefined) this.#own(this.#makeRoom(pod, candidate))
  }

  async #tell(
    pod: PodInfo,
    {
      reason,
      message,
      nomination,
    }: { readonly reason: string; readonly message: string; readonly nomination: string | undefined },
  ): Promise<void> {
    const note = message.length <= MAX_NOTE ? message : `${message.slice(0, MAX_NOTE - 4)} ...`
    this.#record(pod, { type: 'Warning', reason: 'FailedScheduling', action: 'Scheduling', message: note })
    const condition = { type: 'PodScheduled', status: 'False', reason, message } as const
    await noteStatus(pod.object, { condition, nomination }, this.context)
  }

  async #makeRoom(pod: PodInfo, { node, victims }: Candidate): Promise<void> {
    this.#preempting.add(pod.uid)
    try {
      const lesser = this.nominations.on(node.name).filter(({ priority }) => priority < pod.priority)
      for (const other of lesser) this.nominations.drop(other.uid)
      const context = { ...this.context, record: this.#recorderOf(pod) }
      await Promise.all([
        ...lesser.map((other) => noteStatus(other.object, { nomination: '' }, this.context)),
        ...victims.map((victim) => evictFor(pod, victim, { nodeName: node.name, context })),
      ])
    } catch (error) {
      this.#missed.add(pod.uid)
      throw error
    } finally {
      this.#preempting.delete(pod.uid)
      if (this.#missed.delete(pod.uid)) this.queue.activate(pod.uid, this.context.clock.now())
      this.nudge()
    }
  }

  /** Work that nothing waits for: the pod is tried again in any case. */
  #own(work: Promise<void>): void {
    const owned = this.#told(work).finally(() => {
      this.#works.delete(owned)
      if (this.queue.size > 0) this.nudge()
    })
    this.#works.add(owned)
  }

  /** Work that cannot fail any more: what goes wrong is traced. */
  #told(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      this.context.trace({ message: 'trouble', fields: { part: 'scheduler', error: reason } })
    })
  }

  #profileOf(pod: PodInfo): Profile | undefined {
    return this.profiles.get(schedulerOf(pod))
  }

  #recorderOf(pod: PodInfo): RecordEvent {
    return this.#recorders.get(schedulerOf(pod)) ?? this.context.record
  }

  #record(pod: PodInfo, note: Parameters<RecordEvent>[1]): void {
    this.#recorderOf(pod)(pod.object, note)
  }
}

function schedulerOf(pod: PodInfo): string {
  return textAt(pod.object, 'spec', 'schedulerName')
}

function pluginsOf({ filters }: Profile): ReadonlyMap<string, Plugin> {
  return new Map(filters.map((plugin) => [plugin.name, plugin]))
}
