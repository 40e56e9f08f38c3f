import { type KubeObject, type Status, StatusError } from '#kube'
import { ClientError } from '../error.ts'
import { parseObject } from '../rest/answer.ts'
import type { ToldEvent } from '../transport/transport.ts'

/** One event of a watch. A bookmark carries only a resourceVersion (and annotations). */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'
  readonly object: KubeObject
}

/** The longest event that is read: an object is 1.5 MiB at most in a server, JSON may triple it. */
const MAX_EVENT_UNITS = 16 * 1024 * 1024

/** The events of a stream of JSON lines and values. An ERROR event throws StatusError; a line that is no event ClientError `bad-answer`. */
export async function* watchEvents(body: AsyncIterable<Uint8Array | string | ToldEvent>): AsyncGenerator<WatchEvent> {
  const lines = new Lines()
  for await (const chunk of body) {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array)
      for (const line of lines.take(chunk)) yield eventOf(parseObject(line) as unknown as ToldEvent)
    else yield eventOf(chunk)
  }
  for (const line of lines.take('\n')) yield eventOf(parseObject(line) as unknown as ToldEvent)
}

function eventOf(told: ToldEvent): WatchEvent {
  const { type, object } = told
  if (type === 'ERROR') throw new StatusError(object as unknown as Status)
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED' || type === 'BOOKMARK') return told as WatchEvent
  throw new ClientError('bad-answer', `watch event of unknown type ${JSON.stringify(type)}`)
}

/** Puts pieces of text together to lines. */
class Lines {
  readonly #decoder = new TextDecoder()
  #rest = ''

  /** The lines that a piece completes, without empty ones. */
  take(chunk: Uint8Array | string): readonly string[] {
    const text = typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true })
    const parts = (this.#rest + text).split('\n')
    this.#rest = parts.pop() ?? ''
    if (this.#rest.length > MAX_EVENT_UNITS) throw new ClientError('bad-answer', 'watch event is longer than 16 MiB')
    return parts.filter((part) => part.trim() !== '')
  }
}
