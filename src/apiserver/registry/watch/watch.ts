import { StatusError } from '#kube'
import type { Sink } from '../../contract/http.ts'
import type { RestCall, WatchFrame } from '../../contract/rest.ts'
import type { CachedChange } from '../cache/cached-change.ts'
import { CacheEntry } from '../cache/entry.ts'
import { type Core, cacheOf, prefixOf } from '../core.ts'
import { freshen } from '../freshen.ts'
import { type ListOptions, readListOptions } from '../list/list-options.ts'
import { readSelection, type Selection } from '../list/selection.ts'
import { waitForRevision } from '../list/wait-revision.ts'
import { eventOf, type WatchEvent } from './event.ts'
import { EventQueue } from './event-queue.ts'
import { readHistory } from './history.ts'
import { rendererOf } from './render.ts'
import { sharerOf } from './share.ts'

/** What one watch is about. */
interface Watch {
  readonly core: Core
  readonly call: RestCall
  readonly prefix: string
  readonly selection: Selection
  readonly options: ListOptions
  readonly queue: EventQueue
}

/**
 * GET with `watch=true`. What it gives back writes events until the time is up or the client goes away. Throws 400, 422 and
 * 504 before the answer starts; a version that is too old becomes one ERROR event.
 */
export async function watchObjects(
  core: Core,
  call: RestCall,
  frame?: WatchFrame,
): Promise<(sink: Sink) => Promise<void>> {
  const { kind, namespace, query } = call
  const options = readListOptions(query, true)
  const selection = readSelection(core, kind, query, call.name)
  const queue = new EventQueue(rendererOf(core, call, frame), sharerOf(call, frame))
  const prefix = prefixOf(kind, namespace === '' ? (selection.namespace ?? '') : namespace)
  const watch: Watch = { core, call, prefix, selection, options, queue }
  const revision = Number(options.resourceVersion)
  if (revision > 0) await waitForRevision(core, revision)
  else if (core.isShared && options.resourceVersion === '') await freshen(core)
  const stop = await begin(watch, revision)
  call.signal.addEventListener('abort', stop, { once: true })
  return async (sink) => {
    const cancel = [stop, startTimers(watch), endWithServer(watch)]
    try {
      await queue.serve(sink)
    } finally {
      for (const end of cancel) end()
    }
  }
}

/** Fills the queue with what comes first and follows the cache from there on; nothing may happen in between. */
async function begin(watch: Watch, revision: number): Promise<() => void> {
  const { options, queue, core, call } = watch
  if (options.sendInitialEvents === true || (revision === 0 && options.sendInitialEvents !== false)) {
    queue.start(initialEvents(watch))
    return follow(watch)
  }
  if (revision === 0) return follow(watch)
  const recent = cacheOf(core, call.kind).ring.after(revision)
  if (recent !== undefined) {
    queue.start(eventsOf(watch, recent))
    return follow(watch)
  }
  return await replay(watch, revision)
}

/** Live changes wait in a list of their own until history is told. */
async function replay(watch: Watch, revision: number): Promise<() => void> {
  const { core, call, queue } = watch
  const upTo = core.cache.revision
  const late: CachedChange[] = []
  const unlisten = cacheOf(core, call.kind).listen((change) => late.push(change))
  try {
    const past = await readHistory(core, { kind: call.kind, after: revision, upTo })
    queue.start(eventsOf(watch, past))
    queue.start(eventsOf(watch, late))
    return follow(watch)
  } catch (cause) {
    if (!(cause instanceof StatusError)) throw cause
    queue.start([{ type: 'ERROR', entry: new CacheEntry('', JSON.stringify(cause.status), 0, 0) }])
    return () => {}
  } finally {
    unlisten()
  }
}

function follow({ core, call, prefix, selection, queue }: Watch): () => void {
  return cacheOf(core, call.kind).listen((change) => {
    if (prefix !== '' && !change.entry.key.startsWith(prefix)) return
    const event = eventOf(change, selection)
    if (event !== undefined) queue.push(event)
  })
}

function eventsOf({ prefix, selection }: Watch, changes: readonly CachedChange[]): WatchEvent[] {
  return changes.flatMap((change) => {
    if (!change.entry.key.startsWith(prefix)) return []
    const event = eventOf(change, selection)
    return event === undefined ? [] : [event]
  })
}

function initialEvents(watch: Watch): WatchEvent[] {
  const { core, call, prefix, selection, options } = watch
  const entries = cacheOf(core, call.kind).list(prefix)
  const matching = selection.isEverything ? entries : entries.filter(selection.matches)
  const events: WatchEvent[] = matching.map((entry) => ({ type: 'ADDED', entry }))
  if (options.sendInitialEvents === true && options.allowsBookmarks) events.push(bookmark(core, true))
  return events
}

function bookmark(core: Core, isInitialEnd: boolean): WatchEvent {
  return { type: 'BOOKMARK', entry: new CacheEntry('', '', core.cache.revision, 0), isInitialEnd }
}

/** The end of the time, and bookmarks: about once a minute, and shortly before the end. */
function startTimers({ core, options, queue }: Watch): () => void {
  const seconds = options.timeoutSeconds ?? 0
  const timeoutMs = seconds > 0 ? seconds * 1000 : defaultTimeoutMs * (1 + core.random())
  const cancelEnd = core.clock.setTimer(Math.min(timeoutMs, maxTimerMs), () => queue.end())
  if (!options.allowsBookmarks) return cancelEnd
  let cancelNext = () => {}
  const again = () => {
    cancelNext = core.clock.setTimer(bookmarkMs + core.random() * jitterMs, () => {
      queue.push(bookmark(core, false))
      again()
    })
  }
  again()
  const lastMs = Math.min(timeoutMs, maxTimerMs) - lastBookmarkMs
  const cancelLast = lastMs < 0 ? () => {} : core.clock.setTimer(lastMs, () => queue.push(bookmark(core, false)))
  return () => {
    cancelLast()
    cancelEnd()
    cancelNext()
  }
}

/** A watch ends with the server, with the kind it watches, and with its request. */
function endWithServer({ core, call, queue }: Watch): () => void {
  const end = () => queue.end()
  const { kinds } = core.registry
  const { group, version, plural } = call.kind
  const stopListening = kinds.onChange(() => {
    if (kinds.find(group, version, plural) !== call.kind) end()
  })
  if (core.closing.aborted || call.signal.aborted) end()
  core.closing.addEventListener('abort', end)
  call.signal.addEventListener('abort', end)
  return () => {
    stopListening()
    core.closing.removeEventListener('abort', end)
    call.signal.removeEventListener('abort', end)
  }
}

const defaultTimeoutMs = 1_800_000
const maxTimerMs = 2_000_000_000
const bookmarkMs = 55_000
const jitterMs = 10_000
/** So long before its end a watch says once more how far it is, for the next one to begin there. */
const lastBookmarkMs = 2000
