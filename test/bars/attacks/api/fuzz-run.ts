import type { FuzzRequest } from './grammar.ts'
import { nextRequest } from './grammar.ts'
import { faultOf, type Heard } from './judge.ts'
import { type Address, openPipeline, type Pipeline } from './pipeline.ts'
import { seeded } from './seeded.ts'
import { openSession } from './sessions.ts'

type Outcome = Heard | 'cut' | 'behind'

/** How a run is done. */
export interface FuzzOptions {
  readonly address: Address
  readonly token: string
  readonly seed: number
  readonly total: number
  readonly connections: number
  /** Requests that one connection has under way. */
  readonly depth: number
  /** How many of the requests travel over HTTP/2, of a hundred. */
  readonly http2Percent: number
}

/** What came of it. */
export interface FuzzResult {
  readonly sent: number
  readonly answered: number
  /** Requests by the status they got; 0: the connection ended. */
  readonly statuses: ReadonlyMap<number, number>
  /** Different faults with the first request that showed each. */
  readonly faults: ReadonlyMap<string, string>
  /** Requests at which a connection ended. */
  readonly cuts: readonly string[]
}

/** Sends generated requests over many connections at once and judges every answer. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { total, connections, http2Percent } = options
  const statuses = new Map<number, number>()
  const faults = new Map<string, string>()
  const framed = Math.ceil((total * http2Percent) / 100)
  const share = Math.ceil((total - framed) / connections)
  const cuts: string[] = []
  let answered = 0
  const hear = (request: FuzzRequest, heard: Outcome): void => {
    const status = typeof heard === 'string' ? 0 : heard.status
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (status !== 0) answered++
    if (heard === 'cut') cuts.push(shown(request))
    const fault = typeof heard === 'string' ? undefined : faultOf(heard)
    if (fault === undefined) return
    const key = fault.replaceAll(/fuzz-\w+|\d{4,}/g, '#').slice(0, 120)
    if (!faults.has(key)) faults.set(key, `${fault}\n  ${shown(request)}`)
  }
  await Promise.all([
    runFramed({ ...options, total: framed, seed: options.seed - 1 }, hear),
    ...Array.from({ length: connections }, (_, at) =>
      runOne({ ...options, total: share, seed: options.seed + at }, hear),
    ),
  ])
  return { sent: share * connections + framed, answered, statuses, faults, cuts }
}

type Hear = (request: FuzzRequest, heard: Outcome) => void

/** The same over one connection of HTTP/2. */
async function runFramed({ address, token, seed, total, depth }: FuzzOptions, hear: Hear): Promise<void> {
  const random = seeded(seed)
  let left = total
  while (left > 0) {
    const session = await openSession(address, token)
    const lane = async (): Promise<void> => {
      while (session.isOpen && left > 0) {
        left--
        const request = nextRequest(random)
        hear(request, await session.ask(request))
      }
    }
    await Promise.all(Array.from({ length: depth }, lane))
    session.close()
  }
}

async function runOne(options: FuzzOptions, hear: Hear): Promise<void> {
  const random = seeded(options.seed)
  let left = options.total
  while (left > 0) {
    const pipeline = await openPipeline(options.address)
    left -= await fill(pipeline, left, { ...options, next: () => nextRequest(random), hear })
    pipeline.close()
  }
}

interface Filling extends FuzzOptions {
  next(): FuzzRequest
  hear(request: FuzzRequest, heard: Outcome): void
}

/** An answer that takes longer is a stream: its connection is given up. */
const PATIENCE_MS = 3_000

/** Keeps a connection busy until it ends or all is sent; how many were sent. */
function fill(pipeline: Pipeline, left: number, filling: Filling): Promise<number> {
  const { depth, next, hear } = filling
  return new Promise((resolve) => {
    let sent = 0
    let last = performance.now()
    const watch = setInterval(() => performance.now() - last > PATIENCE_MS && pipeline.close(), 1000)
    const more = (): void => {
      while (pipeline.isOpen && sent < left && pipeline.waiting < depth) {
        const request = next()
        sent++
        pipeline.send({ bytes: wireText(request, filling), isHead: request.method === 'HEAD' }, (heard) => {
          last = performance.now()
          hear(request, heard)
          if (pipeline.waiting * 2 <= depth) more()
        })
      }
      if (pipeline.waiting > 0) return
      clearInterval(watch)
      resolve(sent)
    }
    more()
  })
}

/** A request as it goes over the wire. */
function wireText({ method, target, headers, body }: FuzzRequest, { address, token }: FuzzOptions): Buffer | string {
  let head = `${method} ${target} HTTP/1.1\r\nHost: ${address.host}\r\nAuthorization: Bearer ${token}\r\n`
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`
  if (body.length === 0) return `${head}${method === 'GET' ? '' : 'Content-Length: 0\r\n'}\r\n`
  head += `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`
  return typeof body === 'string' ? head + body : Buffer.concat([Buffer.from(head), body])
}

function shown({ method, target, headers, body }: FuzzRequest): string {
  const text = typeof body === 'string' ? body : body.toString('base64')
  return `${method} ${target} ${headers
    .map((pair) => pair.join(': '))
    .join(' | ')
    .slice(0, 200)} ${text.slice(0, 1500)}`
}
