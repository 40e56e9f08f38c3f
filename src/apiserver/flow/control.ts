import { type Clock, sameJson } from '#kube'
import type { ObjectChange, Registry } from '../contract/registry.ts'
import { compileFlow, type Flow, type FlowRequest } from './classify.ts'
import { hasSeat, type Level, readLevel, shareSeats } from './level.ts'

const GROUP = 'flowcontrol.apiserver.k8s.io'

/** How much the server does at once, and how long it lets wait. */
export interface FlowOptions {
  readonly clock: Clock
  /** Seats of all levels together; kube-apiserver has 400 for reads and 200 for writes. */
  readonly seats?: number
  readonly patienceMs?: number
}

/** Where a request belongs. */
export interface Classified {
  readonly flow: Flow
  readonly level: Level
}

/** Keeps one noisy client from starving the rest. */
export interface FlowControl {
  classify(request: FlowRequest): Classified | undefined
  /** Resolves with how to give the seat back, or with undefined when there is none to be had. */
  acquire(
    classified: Classified,
    request: FlowRequest,
    signal: AbortSignal,
  ): (() => void) | Promise<(() => void) | undefined>
  /** Begins to observe: the registry has read its store by then. Before, nothing is held back. */
  start(): void
  close(): void
}

/** Observes flow schemas and priority levels; asks nothing else while there are seats. */
export function createFlowControl(registry: Registry, options: FlowOptions): FlowControl {
  const { clock, seats = 600, patienceMs = 15_000 } = options
  const flows = new Map<string, Flow>()
  const levels = new Map<string, Level>()
  let ordered: readonly Flow[] | undefined
  let stops: readonly (() => void)[] = []
  const open = (): readonly (() => void)[] => [
    observe(registry, 'prioritylevelconfigurations', ({ type, object }) => {
      const { name } = object.metadata
      if (type === 'DELETED') levels.delete(name)
      else levels.set(name, readLevel(object, levels.get(name)))
      shareSeats(levels.values(), seats)
    }),
    observe(registry, 'flowschemas', ({ type, object, previous }) => {
      if (previous !== undefined && type === 'MODIFIED' && sameJson(previous['spec'], object['spec'])) return
      if (type === 'DELETED') flows.delete(object.metadata.name)
      else flows.set(object.metadata.name, compileFlow(object))
      ordered = undefined
    }),
  ]
  return {
    classify: (request) => {
      ordered ??= [...flows.values()].sort((a, b) => a.precedence - b.precedence || (a.name < b.name ? -1 : 1))
      for (const flow of ordered) {
        const level = levels.get(flow.level)
        if (level !== undefined && flow.matches(request)) return { flow, level }
      }
      return undefined
    },
    acquire: ({ flow, level: { name } }, request, signal) => {
      const level = levels.get(name)
      if (level === undefined) return () => {}
      const release = (): void => giveBack(name, levels)
      if ((level.queues?.size ?? 0) === 0 && hasSeat(level, levels.values())) {
        level.inUse++
        return release
      }
      return wait({ level, flow: `${flow.name} ${flow.distinguish(request)}`, release }, { clock, patienceMs, signal })
    },
    start: () => {
      stops = open()
    },
    close: () => stops.forEach((stop) => stop()),
  }
}

function observe(registry: Registry, resource: string, observer: (change: ObjectChange) => void): () => void {
  const kind = registry.kinds.find(GROUP, 'v1', resource)
  return kind === undefined ? () => {} : registry.observe(kind, observer)
}

function giveBack(name: string, levels: ReadonlyMap<string, Level>): void {
  const level = levels.get(name)
  if (level !== undefined && level.inUse > 0) level.inUse--
  // A seat that was borrowed goes to whoever waits; its own level comes first.
  if (level !== undefined) startNext(level, levels)
  for (const other of levels.values()) startNext(other, levels)
}

function startNext(level: Level, levels: ReadonlyMap<string, Level>): void {
  while (level.queues !== undefined && level.queues.size > 0 && hasSeat(level, levels.values())) {
    level.inUse++
    level.queues.take()?.start()
  }
}

interface Wish {
  readonly level: Level
  readonly flow: string
  release(): void
}

function wait(
  { level, flow, release }: Wish,
  { clock, patienceMs, signal }: { readonly clock: Clock; readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const finish = (result: (() => void) | undefined): void => {
      stopTimer()
      signal.removeEventListener('abort', leave)
      resolve(result)
    }
    const waiter = { start: () => finish(release) }
    const leave = (): void => {
      level.queues?.remove(waiter)
      finish(undefined)
    }
    let stopTimer = (): void => {}
    if (signal.aborted || level.queues === undefined || !level.queues.add(flow, waiter)) return resolve(undefined)
    stopTimer = clock.setTimer(patienceMs, leave)
    signal.addEventListener('abort', leave)
  })
}
