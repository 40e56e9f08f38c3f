import { type Client, type Indexers, pause, type ResourceType } from '#client'
import type { Clock } from '#kube'
import { type Context, type Controller, type TraceLine, textOfKey } from './controller.ts'
import { createRecorder } from './event/recorder.ts'
import { createInformers, type Informers, nameOf } from './informers.ts'
import { feed, type Loop, work } from './loop.ts'
import { createKeyBackOff } from './queue/back-off.ts'
import { createWorkQueue } from './queue/work-queue.ts'

/** With what controllers run. */
export interface RunOptions {
  readonly client: Client
  /** The client of one controller, by which its writes are known; `client` unless told. */
  readonly clientOf?: (controller: Controller) => Client
  readonly clock: Clock
  /** Numbers from 0 up to 1. */
  readonly random: () => number
  readonly trace: (line: TraceLine) => void
}

/** Controllers at work. */
export interface Running {
  /** Fulfilled once every controller's caches are filled and its workers run. Rejects never. */
  readonly started: Promise<void>
  /** Ends them: keys in work are finished. */
  stop(): Promise<void>
}

/** Runs controllers together: caches are shared, each has its own queue and workers. */
export function runControllers(controllers: readonly Controller[], options: RunOptions): Running {
  const stopping = new AbortController()
  const informers = createInformers({
    ...options,
    indexers: indexersOf(controllers),
    onError: (type, error) => traceError(type, error, options),
  })
  const runs = controllers.map((controller) => runOne(controller, informers, stopping.signal, options))
  return {
    started: Promise.all(runs.map((run) => run.started)).then(() => undefined),
    stop: async () => {
      stopping.abort()
      await Promise.all(runs.map((run) => run.stop()))
      await informers.close()
    },
  }
}

function runOne(controller: Controller, informers: Informers, signal: AbortSignal, options: RunOptions): Running {
  const queue = createWorkQueue({ clock: options.clock })
  const { clock, random, trace } = options
  const client = options.clientOf?.(controller) ?? options.client
  const context: Context = {
    client,
    clock,
    random,
    trace,
    signal,
    informer: (type) => informers.of(type),
    enqueue: (key) => queue.add(textOfKey(key)),
    record: createRecorder({ ...options, client, signal, component: controller.component ?? controller.name }),
  }
  const loop: Loop = { controller, queue, context }
  let stopFeed = (): void => undefined
  let end: End | undefined
  let workers: Promise<void> | undefined
  const start = async (): Promise<void> => {
    await Promise.race([synced(controller, informers), aborted(signal)])
    if (signal.aborted) return
    stopFeed = feed(loop)
    end = await begun(loop)
    workers = work(loop)
  }
  const started = start()
  return {
    started,
    stop: async () => {
      stopFeed()
      queue.shutDown()
      await started
      await end?.()
      await workers
    },
  }
}

type End = () => void | Promise<void>

const FIRST_RETRY_MS = 1000
const MAX_RETRY_MS = 30_000

/** Lets a controller begin, again and again until that goes well: one that never begins would be missing silently. */
async function begun({ controller, context }: Loop): Promise<End | undefined> {
  const { clock, signal, trace } = context
  const backOff = createKeyBackOff(FIRST_RETRY_MS, MAX_RETRY_MS)
  while (!signal.aborted) {
    try {
      return await controller.begin?.(context)
    } catch (error) {
      const retryMs = backOff.next(controller.name)
      trace({ message: 'not begun', fields: { controller: controller.name, error: reasonOf(error), retryMs } })
      await pause(clock, retryMs, signal)
    }
  }
  return undefined
}

async function synced({ watches }: Controller, informers: Informers): Promise<void> {
  await Promise.all(watches.map(({ type }) => informers.of(type).synced))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function indexersOf(controllers: readonly Controller[]): ReadonlyMap<string, Indexers> {
  const all = new Map<string, Indexers>()
  for (const { type, indexers } of controllers.flatMap(({ watches }) => watches)) {
    if (indexers !== undefined) all.set(nameOf(type), { ...all.get(nameOf(type)), ...indexers })
  }
  return all
}

function traceError(type: ResourceType, error: unknown, { trace }: RunOptions): void {
  trace({ message: 'watch interrupted', fields: { resource: nameOf(type), error: reasonOf(error) } })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
