import { type Clock, type JsonObject, type KubeObject, StatusError, textAt, valueAt } from '#kube'
import { ClientError } from '../error.ts'
import type { Client } from '../rest/client.ts'
import type { ResourceType } from '../rest/resource.ts'
import { pause } from '../watch/pause.ts'

/** One object that is waited for. */
export interface WaitPlace {
  readonly type: ResourceType
  readonly namespace?: string
  readonly name: string
}

/** How long to wait. */
export interface WaitOptions {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** Asked at every change; the object is undefined while there is none. What it throws ends the wait. */
export type Condition = (object: KubeObject | undefined) => boolean

/** A watch that the server ended is opened again after so long. */
const AGAIN_MS = 500

/**
 * Follows an object until a condition holds, and gives it as it is then. Throws ClientError `timeout` and `aborted`, and
 * StatusError for a refusal that asking again will not change.
 */
export async function waitFor(
  client: Client,
  place: WaitPlace,
  isDone: Condition,
  { clock, timeoutMs, signal }: WaitOptions,
): Promise<KubeObject | undefined> {
  const over = new AbortController()
  const cancel = clock.setTimer(timeoutMs, () => over.abort())
  const stop = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal])
  try {
    while (!stop.aborted) {
      const found = await follow(client, place, isDone, stop)
      if (found !== undefined) return found.object
      await pause(clock, AGAIN_MS, stop)
    }
  } finally {
    cancel()
    over.abort()
  }
  if (signal?.aborted === true) throw new ClientError('aborted', 'given up by the caller')
  throw new ClientError('timeout', `timed out waiting for ${place.type.resource}/${place.name}`)
}

/** Whether a condition of the status has a value: `Ready` is `True`. What was observed of an older generation does not count. */
export function hasCondition(type: string, status = 'True'): Condition {
  return (object) => {
    if (object === undefined) return false
    const conditions = (valueAt(object, 'status', 'conditions') ?? []) as readonly JsonObject[]
    const found = conditions.find((one) => isSame(textAt(one, 'type'), type))
    if (found === undefined) return false
    const observed = found['observedGeneration'] ?? valueAt(object, 'status', 'observedGeneration')
    const isStale = Number(observed ?? Number.POSITIVE_INFINITY) < Number(object.metadata['generation'] ?? 0)
    return !isStale && isSame(textAt(found, 'status'), status)
  }
}

/** kubectl takes conditions in any case. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** Whether it is there no more. */
export const isGone: Condition = (object) => object === undefined

interface Found {
  readonly object: KubeObject | undefined
}

/** One list and one watch; undefined when the watch ends before the condition holds, or nobody answers. */
async function follow(
  client: Client,
  { type, namespace, name }: WaitPlace,
  isDone: Condition,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const scope = { fieldSelector: `metadata.name=${name}`, signal, ...(namespace !== undefined && { namespace }) }
  try {
    const { items, resourceVersion } = await client.list(type, scope)
    if (isDone(items[0])) return { object: items[0] }
    for await (const event of client.watch(type, { ...scope, resourceVersion })) {
      if (event.type === 'BOOKMARK') continue
      const object = event.type === 'DELETED' ? undefined : event.object
      if (isDone(object)) return { object }
    }
  } catch (error) {
    if (!signal.aborted && !isPassing(error)) throw error
  }
  return undefined
}

/** Whether asking again may go better: no answer, too old, too busy. */
function isPassing(error: unknown): boolean {
  if (error instanceof ClientError) return error.code === 'unreachable' || error.code === 'timeout'
  const code = error instanceof StatusError ? error.status.code : 0
  return code === 410 || code === 429 || (code !== undefined && code >= 500)
}
