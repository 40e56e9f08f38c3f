import { type KubeObject, type Status, StatusError } from '#kube'
import { ClientError } from '../error.ts'
import { parseObject } from '../rest/answer.ts'

/** One event of a watch. A bookmark carries only a resourceVersion (and annotations). */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'
  readonly object: KubeObject
}

/** The longest event that is read: an object is 1.5 MiB at most in a server, JSON may triple it. */
const MAX_EVENT_UNITS = 16 * 1024 * 1024

/** The events of a stream of JSON lines. An ERROR event throws StatusError; a line that is no event ClientError `bad-answer`. */
export async function* watchEvents(body: AsyncIterable<Uint8Array | string>): AsyncGenerator<WatchEvent> {
  for await (const line of lines(body)) {
    const { type, object } = parseObject(line)
    if (type === 'ERROR') throw new StatusError(object as unknown as Status)
    if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED' && type !== 'BOOKMARK') {
      throw new ClientError('bad-answer', `watch event of unknown type ${JSON.stringify(type)}`)
    }
    yield { type, object: object as KubeObject }
  }
}

async function* lines(body: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    if (rest.length > MAX_EVENT_UNITS) throw new ClientError('bad-answer', 'watch event is longer than 16 MiB')
    for (const part of parts) if (part.trim() !== '') yield part
  }
  if (rest.trim() !== '') yield rest
}
