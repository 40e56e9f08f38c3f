import { createServer } from 'node:net'
import { ClusterError } from '../error.ts'
import { codeOf } from '../state/file.ts'

const FIRST = 6443
const TRIES = 100

/**
 * A port to listen on: the one asked for (taken: `port-taken`), the one it had last, 6443, or the next free one after.
 * Throws ClusterError `port-taken`, and `bad-option` for a host that is not here.
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
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => {
      if (codeOf(error) === 'EADDRINUSE') resolve(false)
      else reject(unusable({ host, port }, error))
    })
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}

function unusable({ host, port }: { readonly host: string; readonly port: number }, cause: Error): ClusterError {
  const isForbidden = codeOf(cause) === 'EACCES'
  const message = isForbidden ? `${host}:${port} – permission denied` : `host "${host}" is no address of this machine`
  const hint = isForbidden
    ? 'choose a --port from 1024 on'
    : 'choose another with --host: 127.0.0.1, or 0.0.0.0 for all'
  return new ClusterError('bad-option', message, { hint, cause })
}
