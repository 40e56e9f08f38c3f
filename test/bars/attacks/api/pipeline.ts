import { connect, type TLSSocket } from 'node:tls'
import type { Heard } from './judge.ts'

/** Where to connect to. No certificate: tokens travel in headers. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** The bytes of a request; the answer to a HEAD has no body. */
export interface Wire {
  readonly bytes: Buffer | string
  readonly isHead: boolean
}

/** `cut`: the connection ended before the answer was whole; `behind`: it ended at an earlier request. */
type OnAnswer = (heard: Heard | 'cut' | 'behind') => void

/** An HTTP/1.1 connection that sends many requests before the first is answered. */
export interface Pipeline {
  /** Sends the bytes of one request; `onAnswer` gets undefined when the connection ends before there was one. */
  send(request: Wire, onAnswer: OnAnswer): void
  readonly waiting: number
  readonly isOpen: boolean
  close(): void
}

/** Opens one. Rejects when TLS fails. */
export function openPipeline({ host, port }: Address): Promise<Pipeline> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] })
    socket.setNoDelay(true)
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      socket.off('error', reject)
      resolve(pipelineOver(socket))
    })
  })
}

function pipelineOver(socket: TLSSocket): Pipeline {
  const waiting: { readonly isHead: boolean; readonly onAnswer: OnAnswer }[] = []
  let held: Buffer = NONE
  let pieces: Buffer[] = []
  let heldBytes = 0
  let wantedBytes = 0
  let isOpen = true
  let batch: (Buffer | string)[] = []
  const end = (): void => {
    isOpen = false
    // only the first can be to blame
    for (const [at, { onAnswer }] of waiting.splice(0).entries()) onAnswer(at === 0 ? 'cut' : 'behind')
  }
  socket.on('error', end)
  socket.on('close', end)
  socket.on('data', (bytes: Buffer) => {
    pieces.push(bytes)
    heldBytes += bytes.length
    // joining what is far from whole again and again costs the square of its length
    if (heldBytes < wantedBytes) return
    held = pieces.length === 1 ? bytes : Buffer.concat(pieces)
    let from = 0
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      const found = takeAnswer(held, from, first.isHead)
      if (found === undefined) break
      if (found.heard.status === 413) isOpen = false
      from = found.end
      waiting.shift()
      first.onAnswer(found.heard)
    }
    held = held.subarray(from)
    pieces = held.length === 0 ? [] : [held]
    heldBytes = held.length
    wantedBytes = missingBytes(held)
  })
  const flush = (): void => {
    const parts = batch
    batch = []
    if (isOpen) socket.write(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part))))
  }
  return {
    send: ({ bytes, isHead }, onAnswer) => {
      if (!isOpen) return onAnswer('behind')
      waiting.push({ isHead, onAnswer })
      if (batch.push(bytes) === 1) process.nextTick(flush)
    },
    get waiting() {
      return waiting.length
    },
    get isOpen() {
      return isOpen
    },
    close: () => socket.destroy(),
  }
}

/** How long an answer of known length is with its head; 0 when that cannot be told. */
function missingBytes(bytes: Buffer): number {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return 0
  const sized = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, headEnd))
  return sized === null ? 0 : headEnd + 4 + Number(sized[1])
}

interface Found {
  readonly heard: Heard
  readonly end: number
}

const NONE = Buffer.alloc(0)

function takeAnswer(bytes: Buffer, from: number, isHead: boolean): Found | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n', from)
  if (headEnd < 0) return undefined
  const head = bytes.toString('latin1', from, headEnd).toLowerCase()
  const status = Number(head.slice(9, 12))
  const contentType = /\r\ncontent-type: *([^\r]*)/.exec(head)?.[1] ?? ''
  const start = headEnd + 4
  if (isHead || status === 204 || status === 304 || (status >= 100 && status < 200))
    return { heard: { status, contentType, body: NONE }, end: start }
  const sized = /\r\ncontent-length: *(\d+)/.exec(head)
  if (sized === null) return takeChunks(bytes, start, { status, contentType })
  const end = start + Number(sized[1])
  return bytes.length < end ? undefined : { heard: { status, contentType, body: bytes.subarray(start, end) }, end }
}

function takeChunks(bytes: Buffer, start: number, head: Omit<Heard, 'body'>): Found | undefined {
  const parts: Buffer[] = []
  for (let at = start; ; ) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    if (Number.isNaN(size)) return { heard: { ...head, body: bytes.subarray(start) }, end: bytes.length }
    const next = line + 2 + size + 2
    if (bytes.length < next) return undefined
    if (size === 0) return { heard: { ...head, body: Buffer.concat(parts) }, end: next }
    parts.push(bytes.subarray(line + 2, line + 2 + size))
    at = next
  }
}
