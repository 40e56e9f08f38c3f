import assert from 'node:assert/strict'
import type { Transport, TransportResponse } from '#client'
import { encodeProtobuf, typeNameOf, wrapEnvelope } from './typed.ts'
import { decodeBody, frames, type Obj, type Wire } from './wire.ts'

/** What a client sends along with a request. */
export interface Options {
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly headers?: Readonly<Record<string, string>>
}

/** The whole answer to one request. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly object: Obj
}

/** One change that a watch told. */
export interface Change {
  readonly type: string
  readonly object: Obj
}

/** The server said no. */
export class Refusal extends Error {
  readonly code: number
  readonly status: Obj
  constructor(code: number, status: Obj) {
    super(`${code} ${String(status['reason'])}: ${String(status['message'])}`)
    this.code = code
    this.status = status
  }
}

/** The bodies of patches by what they are. */
export const patchTypes = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const

/** The wire of a client: `protobuf` as typed clients of Go speak, `json` as dynamic ones. Every method but `send` throws Refusal. */
export class Api {
  readonly #transport: Transport
  readonly #wire: Wire

  constructor(transport: Transport, wire: Wire) {
    this.#transport = transport
    this.#wire = wire
  }

  get(path: string, query: Options['query'] = {}): Promise<Obj> {
    return this.#must('GET', path, undefined, { query })
  }

  /** Items of a list. */
  async list(path: string, query: Options['query'] = {}): Promise<readonly Obj[]> {
    return itemsOf(await this.get(path, query))
  }

  post(path: string, body: Obj, query: Options['query'] = {}): Promise<Obj> {
    return this.#must('POST', path, body, { query })
  }

  put(path: string, body: Obj, query: Options['query'] = {}): Promise<Obj> {
    return this.#must('PUT', path, body, { query })
  }

  patch(path: string, type: keyof typeof patchTypes, body: unknown, query: Options['query'] = {}): Promise<Obj> {
    const headers = { 'content-type': patchTypes[type] }
    return this.#must('PATCH', path, typeof body === 'string' ? body : JSON.stringify(body), { query, headers })
  }

  /** `body` is DeleteOptions. */
  remove(path: string, body: Obj = {}, query: Options['query'] = {}): Promise<Obj> {
    const whole = { kind: 'DeleteOptions', apiVersion: apiVersionOf(path), ...body }
    return this.#must('DELETE', path, whole, { query })
  }

  /** Reads, changes and writes again while others write too. */
  async update(path: string, change: (object: Obj) => void, below = ''): Promise<Obj> {
    for (let attempt = 0; ; attempt++) {
      const object = await this.get(path)
      change(object)
      try {
        return await this.put(path + below, object)
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 409 || attempt > 5) throw error
      }
    }
  }

  /** Any request; refusals are answers too. */
  async send(method: string, path: string, body?: Obj | string, options: Options = {}): Promise<Answer> {
    const response = await this.#exchange(method, path, body, options)
    const chunks: Uint8Array[] = []
    for await (const chunk of response.body) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    return { status: response.status, headers: response.headers, object: decodeBody(Buffer.concat(chunks)) }
  }

  /** Follows a collection until stopped. */
  async watch(path: string, query: Options['query'] = {}): Promise<Watch> {
    const stop = new AbortController()
    const options = { query: { ...query, watch: 1 }, signal: stop.signal }
    const response = await this.#exchange('GET', path, undefined, options)
    if (response.status !== 200) assert.fail(`watch of ${path} – ${response.status}`)
    return new Watch(frames(response), stop)
  }

  async #must(method: string, path: string, body: Obj | string | undefined, options: Options): Promise<Obj> {
    const { status, object } = await this.send(method, path, body, options)
    if (status >= 400) throw new Refusal(status, object)
    return object
  }

  #exchange(
    method: string,
    path: string,
    body: Obj | string | undefined,
    options: Options & { readonly signal?: AbortSignal },
  ): Promise<TransportResponse> {
    const { signal } = options
    const query = new URLSearchParams(Object.entries(options.query ?? {}).map(([key, value]) => [key, String(value)]))
    const accept =
      this.#wire === 'protobuf' ? 'application/vnd.kubernetes.protobuf,application/json' : 'application/json'
    const encoded = body === undefined ? undefined : this.#encode(body)
    return this.#transport.send({
      method,
      path: query.size === 0 ? path : `${path}?${query.toString()}`,
      headers: { accept, ...(encoded !== undefined && encoded.headers), ...options.headers },
      ...(encoded !== undefined && { body: encoded.bytes }),
      ...(signal !== undefined && { signal }),
    })
  }

  #encode(body: Obj | string): { bytes: string | Uint8Array; headers: Record<string, string> } {
    // raw bytes go out without a content type
    if (typeof body === 'string') return { bytes: body, headers: {} }
    const name = this.#wire === 'protobuf' ? typeNameOf(body) : undefined
    if (name === undefined) return { bytes: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    return {
      bytes: wrapEnvelope(body, encodeProtobuf(name, body)),
      headers: { 'content-type': 'application/vnd.kubernetes.protobuf' },
    }
  }
}

/** A running watch. */
export class Watch {
  readonly #changes: AsyncIterator<Change>
  readonly #stop: AbortController
  #pending: Promise<IteratorResult<Change>> | undefined

  constructor(changes: AsyncIterator<Change>, stop: AbortController) {
    this.#changes = changes
    this.#stop = stop
  }

  /** The next change; undefined when none comes in time. Throws when the stream ends. */
  async next(timeoutMs = 10_000): Promise<Change | undefined> {
    this.#pending ??= this.#changes.next()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), timeoutMs)
    })
    const result = await Promise.race([this.#pending, late]).finally(() => clearTimeout(timer))
    if (result === undefined) return undefined
    this.#pending = undefined
    if (result.done === true) assert.fail('watch closed unexpectedly')
    return result.value
  }

  /** The first change of the type that holds; others are passed over. */
  async until(type: string, holds: (object: Obj) => boolean = () => true, timeoutMs = 15_000): Promise<Obj> {
    const end = Date.now() + timeoutMs
    for (;;) {
      const change = await this.next(Math.max(1, end - Date.now()))
      if (change === undefined) assert.fail(`no ${type} in time`)
      if (change.type === type && holds(change.object)) return change.object
    }
  }

  stop(): void {
    this.#pending?.catch(() => undefined)
    this.#stop.abort()
  }
}

function itemsOf(list: Obj): readonly Obj[] {
  return (list['items'] ?? []) as readonly Obj[]
}

function apiVersionOf(path: string): string {
  const [, root, first = '', second = ''] = path.split('/')
  return root === 'api' ? first : `${first}/${second}`
}
