import {
  type Context,
  type Controller,
  keyOfObject,
  keyOfText,
  Terminal,
  type TraceLine,
  textOfKey,
} from './controller.ts'
import type { WorkQueue } from './queue/work-queue.ts'

/** What drives one controller. */
export interface Loop {
  readonly controller: Controller
  readonly queue: WorkQueue
  readonly context: Context
}

const WORKERS = 5

/** Follows what the controller watches: changes become keys. Returns how to stop. */
export function feed({ controller, queue, context }: Loop): () => void {
  const stops = controller.watches.map(({ type, keysOf }) =>
    context.informer(type).onChange((event) => {
      const keys = keysOf === undefined ? [keyOfObject(event.object)] : keysOf(event, context)
      for (const key of keys) queue.add(textOfKey(key))
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}

/** Works on keys until the queue is shut down and every worker is idle. Never throws. */
export async function work(loop: Loop): Promise<void> {
  const workers = Array.from({ length: loop.controller.workers ?? WORKERS }, () => workOff(loop))
  await Promise.all(workers)
}

async function workOff(loop: Loop): Promise<void> {
  for (let text = await loop.queue.take(); text !== undefined; text = await loop.queue.take()) {
    await reconcileOne(text, loop)
    loop.queue.done(text)
  }
}

async function reconcileOne(text: string, { controller, queue, context }: Loop): Promise<void> {
  const startedAt = context.clock.now()
  const trace = (fields: TraceLine['fields']): void =>
    context.trace({
      message: 'reconciled',
      fields: { controller: controller.name, key: text, durationMs: context.clock.now() - startedAt, ...fields },
    })
  try {
    const result = await controller.reconcile(keyOfText(text), context)
    queue.forget(text)
    const after = result?.requeueAfterMs
    if (after !== undefined) queue.addAfter(text, after)
    trace({ result: after === undefined ? 'done' : 'later' })
  } catch (error) {
    if (context.signal.aborted) return
    const reason = error instanceof Error ? error.message : String(error)
    if (error instanceof Terminal) {
      queue.forget(text)
      trace({ result: 'given-up', error: reason })
    } else trace({ result: 'failed', error: reason, failures: queue.failures(text) + 1, retryMs: queue.retry(text) })
  }
}
