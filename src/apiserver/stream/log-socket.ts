import type { Answer, ApiRequest, Sink } from '../contract/http.ts'
import { agreeWebSocket, takeOver } from './upgrade.ts'
import { WebSocketConnection } from './websocket/connection.ts'

/** Sends an answer as messages of a websocket: `binary.k8s.io`, or base64 texts for `base64.binary.k8s.io`. */
export function serveLogSocket(request: ApiRequest, answer: Exclude<Answer, { taken: true }>): Answer {
  const agreed = agreeWebSocket(request, (name) => protocols.has(name))
  const isBase64 = agreed.protocol.startsWith('base64')
  const { socket, head } = takeOver(request)
  const connection = new WebSocketConnection(socket)
  const closed = new AbortController()
  const waiting: (() => void)[] = []
  const wake = () => {
    for (const run of waiting.splice(0)) run()
  }
  const gone = () => {
    closed.abort()
    wake()
  }
  const send = (chunk: string | Uint8Array) => {
    const bytes = Buffer.from(chunk as Uint8Array)
    return connection.send(isBase64 ? Buffer.from(bytes.toString('base64')) : bytes, isBase64)
  }
  connection.onDrain(wake)
  connection.start({ ...agreed, head }, { message: () => {}, closed: gone })
  // Clients wait for a first message to know that they are connected.
  send('')
  const sink: Sink = {
    closed: closed.signal,
    write: send,
    drained: () => (closed.signal.aborted ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve))),
  }
  void pump(answer, sink).finally(() => connection.close())
  return { taken: true }
}

const protocols: ReadonlySet<string> = new Set(['', 'binary.k8s.io', 'base64.binary.k8s.io'])

async function pump(answer: Exclude<Answer, { taken: true }>, sink: Sink): Promise<void> {
  if ('serve' in answer) return await answer.serve(sink)
  for (const part of typeof answer.body === 'string' || answer.body instanceof Uint8Array ? [answer.body] : answer.body)
    if (!sink.write(part)) await sink.drained()
}
