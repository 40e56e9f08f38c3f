import { type Clock, type KubeObject, StatusError, textAt, valueAt } from '#kube'
import { ClientError } from '../error.ts'
import type { Client } from '../rest/client.ts'
import type { WatchOptions } from '../rest/options.ts'
import type { ResourceType } from '../rest/resource.ts'
import { createBackOff } from './back-off.ts'
import type { WatchEvent } from './event.ts'
import { pause } from './pause.ts'

/** What to follow, and with what. */
export interface ReflectorOptions {
  readonly client: Client
  readonly type: ResourceType
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** Only metadata is asked for. */
  readonly isPartial?: boolean
  readonly clock: Clock
  /** Numbers from 0 up to 1. */
  readonly random: () => number
  /** What went wrong before a new try, and what handlers of changes throw. */
  readonly onError?: (error: unknown) => void
}

/** What a reflector tells. */
export interface Feed {
  /** Everything there is, as of now. */
  replace(items: readonly KubeObject[]): void
  change(event: WatchEvent): void
}

const PAGE = 500
const MIN_WATCH_SECONDS = 300
/** A server that does not know of streamed lists never says that the list ended: after such a silence we list. */
const SILENCE_MS = 10_000
const LIST_ENDED = 'k8s.io/initial-events-end'

interface Run extends ReflectorOptions {
  readonly feed: Feed
  readonly signal: AbortSignal
  /** Where the next watch begins; empty: list first. */
  version: string
  /** False once the server refused a streamed list. */
  streams: boolean
}

/**
 * Keeps a feed the same as what the server has, until the signal fires: a list (streamed where the server can) and then
 * watches, each from where the last one ended; a version that is too old makes it list again. Failures wait with a
 * back-off. Never throws. Source: client-go's reflector.
 */
export async function reflect(options: ReflectorOptions, feed: Feed, signal: AbortSignal): Promise<void> {
  const run: Run = { ...options, feed, signal, version: '', streams: true }
  const backOff = createBackOff(options.clock, options.random)
  while (!signal.aborted) {
    try {
      await step(run)
    } catch (error) {
      if (signal.aborted) return
      if (isExpired(error)) run.version = ''
      else options.onError?.(error)
      await pause(options.clock, backOff.next(), signal)
    }
  }
}

async function step(run: Run): Promise<void> {
  if (run.version !== '') return follow(run)
  if (!run.streams) return list(run)
  try {
    await streamList(run)
  } catch (error) {
    const isRefused = error instanceof StatusError && [400, 422].includes(error.status.code)
    if (!isRefused && !(error instanceof SilentError)) throw error
    run.streams = false
  }
}

/** The server says nothing about the end of a streamed list. */
class SilentError extends Error {}

function selection({ namespace, labelSelector, fieldSelector, isPartial }: Run): WatchOptions {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
    ...(isPartial !== undefined && { isPartial }),
    allowsBookmarks: true,
  }
}

/** Between five and ten minutes: watches of many clients must not end together. */
function watchSeconds(run: Run): number {
  return Math.floor(MIN_WATCH_SECONDS * (1 + run.random()))
}

async function list(run: Run): Promise<void> {
  const items: KubeObject[] = []
  let next: string | undefined
  let version = ''
  do {
    const { allowsBookmarks: _, ...chosen } = selection(run)
    const page = await run.client.list(run.type, {
      ...chosen,
      limit: PAGE,
      ...(next !== undefined && { continue: next }),
      signal: run.signal,
    })
    items.push(...page.items)
    version = page.resourceVersion
    next = page.continue
  } while (next !== undefined)
  run.feed.replace(items)
  run.version = version
}

async function follow(run: Run): Promise<void> {
  const startedAt = run.clock.now()
  let count = 0
  const options: WatchOptions = { ...selection(run), resourceVersion: run.version, timeoutSeconds: watchSeconds(run) }
  for await (const event of run.client.watch(run.type, { ...options, signal: run.signal })) {
    count++
    take(event, run)
  }
  if (count === 0 && run.clock.now() - startedAt < 1000 && !run.signal.aborted) {
    throw new ClientError('unreachable', `watch of ${run.type.resource} ended at once`)
  }
}

/** Everything there is comes as events, then a bookmark says so, then changes follow on the same stream. */
async function streamList(run: Run): Promise<void> {
  const silence = new AbortController()
  let cancel = run.clock.setTimer(SILENCE_MS, () => silence.abort())
  const onProgress = (isOver: boolean): void => {
    cancel()
    if (!isOver) cancel = run.clock.setTimer(SILENCE_MS, () => silence.abort())
  }
  try {
    await takeStream(run, AbortSignal.any([run.signal, silence.signal]), onProgress)
  } catch (error) {
    throw silence.signal.aborted ? new SilentError() : error
  } finally {
    cancel()
  }
  if (silence.signal.aborted) throw new SilentError()
}

async function takeStream(run: Run, signal: AbortSignal, onProgress: (isOver: boolean) => void): Promise<void> {
  let items: KubeObject[] | undefined = []
  const options: WatchOptions = {
    ...selection(run),
    sendsInitialEvents: true,
    resourceVersionMatch: 'NotOlderThan',
    timeoutSeconds: watchSeconds(run),
    signal,
  }
  for await (const event of run.client.watch(run.type, options)) {
    if (items === undefined) {
      take(event, run)
      continue
    }
    const isOver = isListEnd(event)
    if (event.type === 'ADDED' || event.type === 'MODIFIED') items.push(event.object)
    onProgress(isOver)
    if (!isOver) continue
    run.feed.replace(items)
    run.version = versionOf(event.object)
    items = undefined
  }
}

function take(event: WatchEvent, run: Run): void {
  run.version = versionOf(event.object)
  if (event.type !== 'BOOKMARK') run.feed.change(event)
}

function isListEnd({ type, object }: WatchEvent): boolean {
  return type === 'BOOKMARK' && valueAt(object, 'metadata', 'annotations', LIST_ENDED) === 'true'
}

function versionOf(object: KubeObject): string {
  return textAt(object, 'metadata', 'resourceVersion')
}

function isExpired(error: unknown): boolean {
  return (
    error instanceof StatusError && (error.status.code === 410 || error.code === 'Expired' || error.code === 'Gone')
  )
}
