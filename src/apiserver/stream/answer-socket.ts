import { answerHandshake, WebSocketConnection } from '#websocket'
import type { Answer, ApiRequest, Sink } from '../contract/http.ts'
import { agreeWebSocket, takeOver } from './upgrade.ts'

/** An answer that can be sent on. */
export type SentAnswer = Exclude<Answer, { taken: true }>

/** Sends a log as messages of a websocket: `binary.k8s.io`, or base64 texts for `base64.binary.k8s.io`. */
export function serveLogSocket(request: ApiRequest, answer: SentAnswer): Answer {
  const agreed = agreeWebSocket(request, (name) => logProtocols.has(name))
  const isBase64 = agreed.protocol.startsWith('base64')
  return serve(request, answer, {
    agreed,
    // Clients wait for a first message to know that they are connected.
    isGreeted: true,
    send: (connection, bytes) =>
      isBase64 ? connection.send(Buffer.from(bytes.toString('base64')), true) : connection.send(bytes),
  })
}

/** Sends the events of a watch as messages, one each: texts, or binary ones when they are frames of protobuf. */
export function serveWatchSocket(request: ApiRequest, answer: SentAnswer, form: 'text' | 'binary'): Answer {
  const agreed = agreeWebSocket(request, () => true)
  return serve(request, answer, {
    agreed,
    isGreeted: false,
    send: form === 'binary' ? (connection, bytes) => connection.send(bytes) : sendLines,
  })
}

const logProtocols: ReadonlySet<string> = new Set(['', 'binary.k8s.io', 'base64.binary.k8s.io'])

interface Form {
  readonly agreed: ReturnType<typeof agreeWebSocket>
  readonly isGreeted: boolean
  send(connection: WebSocketConnection, bytes: Buffer): boolean
}

/** Events of one write are still events of their own. */
function sendLines(connection: WebSocketConnection, bytes: Buffer): boolean {
  let isOpen = true
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    const next = end < 0 ? bytes.length : end + 1
    isOpen = connection.send(bytes.subarray(from, next), true)
    from = next
  }
  return isOpen
}

function serve(request: ApiRequest, answer: SentAnswer, { agreed, isGreeted, send }: Form): Answer {
  const { socket, head } = takeOver(request)
  const connection = new WebSocketConnection(socket, 'server')
  const closed = new AbortController()
  const waiting: (() => void)[] = []
  const wake = () => {
    for (const run of waiting.splice(0)) run()
  }
  const gone = () => {
    closed.abort()
    wake()
  }
  connection.onDrain(wake)
  answerHandshake(socket, agreed)
  connection.start(head, { message: () => {}, closed: gone })
  if (isGreeted) send(connection, Buffer.alloc(0))
  const sink: Sink = {
    closed: closed.signal,
    write: (chunk) => send(connection, Buffer.from(chunk as Uint8Array)),
    drained: () => (closed.signal.aborted ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve))),
  }
  void pump(answer, sink).finally(() => connection.close())
  return { taken: true }
}

async function pump(answer: SentAnswer, sink: Sink): Promise<void> {
  if ('serve' in answer) return await answer.serve(sink)
  const { body } = answer
  for (const part of typeof body === 'string' || body instanceof Uint8Array ? [body] : body)
    if (!sink.write(part)) await sink.drained()
}
