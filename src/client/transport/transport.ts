import type { Duplex } from 'node:stream'
import type { KubeObject } from '#kube'

/** One request on its way. `path` carries its query and is percent-encoded; header names are lower case. */
export interface TransportRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
}

/** What came back; `body` is read once, piece by piece, as it arrives. */
export interface TransportResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: AsyncIterable<Uint8Array | string>
  /** Inside a process: what `body` is the JSON of, as a value that is shared and stays as it is. */
  readonly object?: () => KubeObject
  /** Inside a process, in place of `body`: events of a watch as values that are shared, among pieces of text. */
  readonly events?: () => AsyncIterable<Uint8Array | string | ToldEvent>
}

/** One event of a watch as it comes, whatever its type is. */
export interface ToldEvent {
  readonly type: string
  readonly object: KubeObject
}

/** A request that wants to become a websocket. */
export interface UpgradeRequest {
  /** With its query, percent-encoded. */
  readonly path: string
  /** Subprotocols, the best first. */
  readonly protocols: readonly string[]
  readonly signal?: AbortSignal
}

/** A connection that became a websocket. */
export interface Upgraded {
  readonly socket: Duplex
  /** What came behind the handshake. */
  readonly head: Uint8Array
  /** The subprotocol that the server chose. */
  readonly protocol: string
}

/** The way to one API server. Any status is an answer; throws ClientError when there is none. */
export interface Transport {
  send(request: TransportRequest): Promise<TransportResponse>
  /** Makes a websocket of a connection; absent inside a process. Throws StatusError for a refusal. */
  upgrade?(request: UpgradeRequest): Promise<Upgraded>
  /** Ends idle connections; requests that run are cut. */
  close(): void
}

/** A transport inside the process: `handle` is the server. */
export function localTransport(handle: Transport['send']): Transport {
  return { send: handle, close: () => undefined }
}

/** The whole body as text. */
export async function readText(response: TransportResponse): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
