import { once } from 'node:events'
import { connect } from 'node:net'
import { duplexPair } from 'node:stream'
import { expect, test } from 'vitest'
import type { Client } from '../rest/client.ts'
import type { Upgraded } from '../transport/transport.ts'
import { forwardPort } from './port-forward.ts'

/** TCP connections of this process, either end. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
}

test('a connection whose caller hangs up while it is opened is closed', async () => {
  const before = openSockets()
  let open = (_upgraded: Upgraded): void => undefined
  const asked = Promise.withResolvers<void>()
  const upgrade = (): Promise<Upgraded> => {
    asked.resolve()
    return new Promise((resolve) => {
      open = resolve
    })
  }
  const place = { namespace: 'n', pod: 'p', port: 80 }
  const client = { transport: { upgrade } } as unknown as Client
  const forwarded = await forwardPort(client, place, { port: 0, onError: () => undefined })
  const caller = connect(forwarded.port, forwarded.host)
  await asked.promise
  caller.resetAndDestroy()
  await once(caller, 'close')
  await expect.poll(openSockets).toBeLessThanOrEqual(before)
  const [near, far] = duplexPair()
  open({ socket: near, head: new Uint8Array(), protocol: 'v4.channel.k8s.io' })
  const [frame] = (await once(far, 'data')) as [Buffer]
  expect((frame[0] ?? 0) & 15).toBe(8)
  await forwarded.close()
})
