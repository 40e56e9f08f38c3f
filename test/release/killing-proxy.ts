import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Transport } from '#client'
import { stepOf } from './journal-of.ts'
import { isWrite } from './mortal.ts'

/** A server between a program and a cluster that can kill the program. */
export interface KillingProxy {
  readonly address: string
  /** Kills a process before its write of that number, from 1, reaches the cluster; 0 lets it live. */
  arm(at: number): void
  /** Which process it is. */
  aim(pid: number): void
  /** `operation/step` of all that leases were told since it was armed. */
  readonly notes: readonly string[]
  readonly hasKilled: boolean
  close(): void
}

/** Opens one in front of a transport. */
export async function openKillingProxy(transport: Transport): Promise<KillingProxy> {
  let [at, writes, pid, hasKilled] = [0, 0, 0, false]
  let notes: string[] = []
  const server = createServer((request, response) => {
    void pass(request, response).catch(() => response.destroy())
  })
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/' } = request
    const body = await textOf(request)
    if (isWrite({ method, path })) {
      writes++
      if (writes === at) {
        hasKilled = true
        process.kill(pid, 'SIGKILL')
      }
      if (hasKilled) return void response.destroy()
      const note = path.includes('/leases') ? stepOf(body) : undefined
      if (note !== undefined) notes.push(note)
    }
    await forward(transport, { request, body, response })
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm: (next) => {
      ;[at, writes, pid, hasKilled, notes] = [next, 0, 0, false, []]
    },
    aim: (next) => {
      pid = next
    },
    get notes() {
      return notes
    },
    get hasKilled() {
      return hasKilled
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

interface Passing {
  readonly request: IncomingMessage
  readonly body: string
  readonly response: ServerResponse
}

async function forward(transport: Transport, { request, body, response }: Passing): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const { method = 'GET', url: path = '/', headers } = request
  const kept = ['accept', 'content-type'].flatMap((name) => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value] as const] : []
  })
  const answer = await transport.send({
    method,
    path,
    headers: Object.fromEntries(kept),
    signal: gone.signal,
    ...(body !== '' && { body }),
  })
  const { 'content-length': _, ...told } = answer.headers
  response.writeHead(answer.status, Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)))
  for await (const part of answer.body) response.write(part)
  response.end()
}
