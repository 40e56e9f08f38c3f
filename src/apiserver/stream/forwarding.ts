import type { Duplex } from 'node:stream'
import type { Clock } from '#kube'

/** Opens a connection to a port of the pod; rejects with what went wrong. */
export type ConnectPort = (port: number, signal: AbortSignal) => Promise<Duplex>

/** What serving forwarded ports needs. */
export interface PortForwardOptions {
  readonly clock: Clock
  readonly connect: ConnectPort
}

/** Resolves when both directions are through; rejects when the target breaks. */
export function joined(client: Duplex, target: Duplex, closed: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = () => target.destroy()
    closed.addEventListener('abort', cut, { once: true })
    target.once('error', (error) => reject(error))
    target.once('close', () => {
      closed.removeEventListener('abort', cut)
      if (!client.writableEnded) client.end()
      // Nobody takes what the client still sends.
      client.resume()
      resolve()
    })
    client.once('close', () => target.end())
    client.pipe(target)
    target.pipe(client)
  })
}
