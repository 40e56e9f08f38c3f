import { StoreError } from '../error.ts'
import { compactedMessage } from '../log/messages.ts'
import type { Change, Revision } from '../store.ts'
import type { EtcdCluster } from './cluster.ts'
import { etcdError } from './etcd-error.ts'
import { GrpcError } from './grpc.ts'
import { type KeyRange, watchRequest } from './request.ts'
import { type WatchAnswer, type WatchEvent, watchAnswer } from './response.ts'

/** What is watched. */
export interface WatchTarget {
  readonly range: KeyRange
  readonly from: Revision
  keyOf(key: Buffer): string
}

const firstPauseMs = 20
const longestPauseMs = 1_000

/** Every change behind `from`, once and in order, over lost connections and lost leaders. Throws `compacted`, `closed`. */
export async function* watchChanges(
  cluster: EtcdCluster,
  target: WatchTarget,
  signal: AbortSignal,
): AsyncGenerator<Change, void, void> {
  const cursor = { at: target.from, pauseMs: firstPauseMs }
  while (!signal.aborted) {
    try {
      yield* watchOnce(cluster, { target, cursor }, signal)
    } catch (error) {
      if (!(error instanceof GrpcError) || cluster.isClosed) throw etcdError(error, 'etcd')
    }
    if (signal.aborted) return
    await cluster.pause(cursor.pauseMs)
    cursor.pauseMs = Math.min(longestPauseMs, cursor.pauseMs * 2)
  }
}

interface Cursor {
  /** Everything up to here was given. */
  at: Revision
  pauseMs: number
}

async function* watchOnce(
  cluster: EtcdCluster,
  { target, cursor }: { readonly target: WatchTarget; readonly cursor: Cursor },
  signal: AbortSignal,
): AsyncGenerator<Change, void, void> {
  const request = watchRequest(target.range, cursor.at + 1)
  for await (const bytes of cluster.stream('Watch/Watch', request, signal)) {
    const answer = watchAnswer(bytes)
    if (answer.isCanceled) {
      assertNotCompacted(answer, cursor.at)
      return
    }
    cursor.pauseMs = firstPauseMs
    for (const event of answer.events) {
      cursor.at = event.present.revision
      yield changeOf(event, target)
      if (signal.aborted) return
    }
    if (!answer.isCreated && answer.events.length === 0) cursor.at = Math.max(cursor.at, answer.revision)
  }
}

function assertNotCompacted({ compactRevision }: WatchAnswer, from: Revision): void {
  if (compactRevision === 0) return
  throw new StoreError('compacted', compactedMessage(from, compactRevision), { revision: compactRevision })
}

function changeOf({ isDelete, present, previous }: WatchEvent, target: WatchTarget): Change {
  return {
    key: target.keyOf(present.key),
    revision: present.revision,
    created: isDelete ? 0 : present.created,
    ...(!isDelete && { value: present.value }),
    ...(previous && { previous: previous.value }),
  }
}
