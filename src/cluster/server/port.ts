import { createServer } from 'node:net'
import { ClusterError } from '../error.ts'

const FIRST = 6443
const TRIES = 100

/**
 * A port to listen on: the one asked for (taken: `port-taken`), the one it had last, 6443, or the next free one after.
 * Throws ClusterError `port-taken`.
 */
export async function choosePort(host: string, asked: number | undefined, last: number | undefined): Promise<number> {
  if (asked !== undefined) {
    if (asked === 0 || (await isFree(host, asked))) return asked
    throw new ClusterError('port-taken', `${host}:${asked} – another program listens there`, {
      hint: 'choose another with --port, or leave it out',
    })
  }
  if (last !== undefined && last !== 0 && (await isFree(host, last))) return last
  for (let port = FIRST; port < FIRST + TRIES; port++) if (await isFree(host, port)) return port
  throw new ClusterError('port-taken', `no free port from ${FIRST} to ${FIRST + TRIES - 1}`, {
    hint: 'choose one with --port',
  })
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
