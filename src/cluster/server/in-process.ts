import { setImmediate } from 'node:timers'
import type { Answer, ApiRequest, Sink, User } from '#apiserver'
import { localTransport, type ToldEvent, type Transport, type TransportRequest, type TransportResponse } from '#client'

/** Who asks: a user that the server trusts, and the program by whose name its writes are known. */
export interface Asker {
  readonly user: User
  readonly program: string
}

/** A way to an API server of this process. */
export function inProcess(handle: (request: ApiRequest) => Promise<Answer>, asker: Asker): Transport {
  return localTransport(async (request) => responseOf(await handle(requestOf(request, asker)), request.signal))
}

const NEVER = new AbortController().signal

function requestOf(request: TransportRequest, { user, program }: Asker): ApiRequest {
  const { method, path, headers = {}, body, signal } = request
  const mark = path.indexOf('?')
  const bytes = () => (typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array()))
  const length = typeof body === 'string' ? Buffer.byteLength(body) : (body?.length ?? 0)
  return {
    method,
    path: mark < 0 ? path : path.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : path.slice(mark + 1)),
    headers: { 'user-agent': program, 'content-length': String(length), ...headers },
    body: () => Promise.resolve(bytes()),
    ...(typeof body === 'string' && { bodyText: body }),
    signal: signal ?? NEVER,
    remoteAddress: '127.0.0.1',
    trustedUser: user,
  }
}

function responseOf(answer: Answer, signal: AbortSignal | undefined): TransportResponse {
  if ('taken' in answer) return { status: 500, headers: {}, body: once([]) }
  const headers = headersOf(answer.headers ?? {})
  const { status } = answer
  if ('serve' in answer) {
    const { serve } = answer
    const text = { [Symbol.asyncIterator]: () => streamed(serve, signal ?? NEVER, textSink) }
    return { status, headers, body: text, events: () => streamed(serve, signal ?? NEVER, eventSink) }
  }
  const { body, object } = answer
  const parts = typeof body === 'string' || body instanceof Uint8Array ? [body] : body
  return { status, headers, body: once(parts), ...(object !== undefined && { object }) }
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
/** What a value counts for. */
const VALUE_SIZE = 1024

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

type Text = string | Uint8Array

/** Makes the sink of a stream from the part that all have. */
type MakeSink<Piece> = (base: Omit<Sink, 'write'>, push: (piece: Piece) => boolean) => Sink

const textSink: MakeSink<Text> = (base, push) => ({ ...base, write: push })

const eventSink: MakeSink<Text | ToldEvent> = (base, push) => ({
  ...base,
  write: push,
  tell: (type, object) => push({ type, object }),
})

/** What a streamed answer writes, as it is read. Leaving the loop ends the answer. */
async function* streamed<Piece extends Text | ToldEvent>(
  serve: (sink: Sink) => Promise<void>,
  signal: AbortSignal,
  makeSink: MakeSink<Piece>,
): AsyncGenerator<Piece> {
  const left = new AbortController()
  const closed = AbortSignal.any([signal, left.signal])
  let waiting: Piece[] = []
  let isOver = false
  const shareTurn = turns()
  let wake = (): void => undefined
  let drain = (): void => undefined
  const onClosed = (): void => {
    wake()
    drain()
  }
  closed.addEventListener('abort', onClosed)
  const push = (piece: Piece): boolean => {
    waiting.push(piece)
    wake()
    return waiting.length < MAX_WAITING
  }
  const drained = (): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.length === 0 || closed.aborted) resolve()
      else drain = resolve
    })
  const serving = serve(makeSink({ closed, drained }, push)).finally(() => {
    isOver = true
    wake()
  })
  // the reader meets a failure when it comes to it, which may be later
  serving.catch(() => undefined)
  try {
    while (true) {
      const pieces = waiting
      waiting = []
      for (const piece of pieces) {
        yield piece
        await shareTurn(sizeOf(piece))
      }
      if (waiting.length > 0) continue
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

function sizeOf(piece: Text | ToldEvent): number {
  return typeof piece === 'string' || piece instanceof Uint8Array ? piece.length : VALUE_SIZE
}
