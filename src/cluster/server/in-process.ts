import { setImmediate } from 'node:timers'
import type { Answer, ApiRequest, Sink, User } from '#apiserver'
import { localTransport, type Transport, type TransportRequest, type TransportResponse } from '#client'

/** A way to an API server of this process, as a user that it trusts. */
export function inProcess(handle: (request: ApiRequest) => Promise<Answer>, user: User): Transport {
  return localTransport(async (request) => responseOf(await handle(requestOf(request, user)), request.signal))
}

const NEVER = new AbortController().signal

function requestOf({ method, path, headers = {}, body, signal }: TransportRequest, user: User): ApiRequest {
  const mark = path.indexOf('?')
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array())
  return {
    method,
    path: mark < 0 ? path : path.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : path.slice(mark + 1)),
    headers: { 'user-agent': 'berth', 'content-length': String(bytes.length), ...headers },
    body: () => Promise.resolve(bytes),
    signal: signal ?? NEVER,
    remoteAddress: '127.0.0.1',
    trustedUser: user,
  }
}

function responseOf(answer: Answer, signal: AbortSignal | undefined): TransportResponse {
  if ('taken' in answer) return { status: 500, headers: {}, body: once([]) }
  const headers = headersOf(answer.headers ?? {})
  if ('serve' in answer) return { status: answer.status, headers, body: streamed(answer.serve, signal ?? NEVER) }
  const { body } = answer
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  return { status: answer.status, headers, body: once(parts) }
}

function headersOf(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string | undefined> {
  const result: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(headers))
    result[name] = typeof value === 'object' ? value.join(', ') : value
  return result
}

async function* once(parts: readonly (string | Uint8Array)[]): AsyncGenerator<string | Uint8Array> {
  yield* parts
}

/** So many pieces wait for the reader before the writer is told to wait. */
const MAX_WAITING = 64

/** After so much of a stream the requests of others get their turn: no socket makes the reader wait here. */
const TURN_SIZE = 2 ** 17

/** Counts what was read; what it gives back is to be awaited, and lets others run when it was much. */
function turns(): (size: number) => Promise<void> | undefined {
  let unshared = 0
  return (size) => {
    unshared += size
    if (unshared < TURN_SIZE) return undefined
    unshared = 0
    return new Promise((resolve) => setImmediate(resolve))
  }
}

/** What a streamed answer writes, as it is read. Leaving the loop ends the answer. */
async function* streamed(
  serve: (sink: Sink) => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<string | Uint8Array> {
  const left = new AbortController()
  const closed = AbortSignal.any([signal, left.signal])
  const waiting: (string | Uint8Array)[] = []
  let isOver = false
  const shareTurn = turns()
  let wake = (): void => undefined
  let drain = (): void => undefined
  const onClosed = (): void => {
    wake()
    drain()
  }
  closed.addEventListener('abort', onClosed)
  const sink: Sink = {
    closed,
    write: (chunk) => {
      waiting.push(chunk)
      wake()
      return waiting.length < MAX_WAITING
    },
    drained: () =>
      new Promise((resolve) => {
        if (waiting.length === 0 || closed.aborted) resolve()
        else drain = resolve
      }),
  }
  const serving = serve(sink).finally(() => {
    isOver = true
    wake()
  })
  try {
    while (true) {
      for (let chunk = waiting.shift(); chunk !== undefined; chunk = waiting.shift()) {
        yield chunk
        await shareTurn(chunk.length)
      }
      drain()
      if (closed.aborted || (isOver && waiting.length === 0)) break
      await new Promise<void>((resolve) => {
        wake = resolve
        if (isOver || closed.aborted || waiting.length > 0) resolve()
      })
    }
  } finally {
    left.abort()
    await serving
  }
}
