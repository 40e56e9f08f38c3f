import { createServer, type Socket } from 'node:net'
import { Duplex, Readable } from 'node:stream'
import { ClientError } from '../error.ts'
import type { Client } from '../rest/client.ts'
import { coreType, pathOf } from '../rest/resource.ts'
import { openChannels } from './channels.ts'

/** A port of a pod. */
export interface PortPlace {
  readonly namespace: string
  readonly pod: string
  readonly port: number
}

/** A local port that leads to a pod. */
export interface ForwardedPort {
  readonly host: string
  readonly port: number
  /** Stops listening and cuts what is open. */
  close(): Promise<void>
}

/** Where to listen, and who hears of connections that fail. */
export interface ForwardOptions {
  /** 127.0.0.1 unless told. */
  readonly host?: string
  /** 0 takes a free one. */
  readonly port: number
  readonly onError: (error: unknown) => void
}

const pods = coreType('pods', 'Pod')
const PROTOCOLS = ['v4.channel.k8s.io']
const DATA = 0
const ERROR = 1

/**
 * A connection to a port of a pod (`pods/portforward`, a websocket for each). It is destroyed with ClientError `unreachable`
 * when the node tells of an error. Throws StatusError for a refusal, ClientError.
 */
export async function openPort(client: Client, { namespace, pod, port }: PortPlace): Promise<Duplex> {
  const path = `${pathOf(pods, { namespace, name: pod, subresource: 'portforward' })}?ports=${port}`
  const { channels, start } = await openChannels(client, { path, protocols: PROTOCOLS })
  const readable = Readable.from(withoutPort(channels.input(DATA)), { objectMode: false })
  const connection = Duplex.from({ readable, writable: channels.output(DATA) } as unknown as Iterable<unknown>)
  connection.on('error', () => undefined)
  connection.on('close', () => channels.close())
  void failOn(withoutPort(channels.input(ERROR)), connection)
  start()
  return connection
}

/** Listens on a local port; each connection is one to the pod's. Rejects when the port cannot be bound. */
export async function forwardPort(client: Client, place: PortPlace, options: ForwardOptions): Promise<ForwardedPort> {
  const { host = '127.0.0.1', onError } = options
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
    join(client, place, socket).catch((error: unknown) => {
      socket.destroy()
      onError(error)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port: options.port }, resolve)
  })
  const address = server.address()
  return {
    host,
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

async function join(client: Client, place: PortPlace, socket: Socket): Promise<void> {
  const remote = await openPort(client, place)
  // who hung up meanwhile does not say so again
  if (socket.destroyed) remote.destroy()
  socket.on('close', () => remote.destroy())
  remote.on('close', () => socket.destroySoon())
  remote.pipe(socket)
  socket.pipe(remote, { end: false })
  await new Promise<void>((resolve, reject) => {
    remote.on('error', reject)
    remote.on('close', resolve)
  })
}

/** Both channels begin with the port as two bytes. */
async function* withoutPort(source: Readable): AsyncGenerator<Buffer> {
  let skip = 2
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const rest = chunk.subarray(Math.min(skip, chunk.length))
    skip -= chunk.length - rest.length
    if (rest.length > 0) yield rest
  }
}

async function failOn(errors: AsyncIterable<Buffer>, connection: Duplex): Promise<void> {
  for await (const text of errors) connection.destroy(new ClientError('unreachable', text.toString().slice(0, 1024)))
}
