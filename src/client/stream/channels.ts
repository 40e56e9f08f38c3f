import { ChannelSocket, channelProtocols } from '#websocket'
import { ClientError } from '../error.ts'
import type { Client } from '../rest/client.ts'
import type { UpgradeRequest } from '../transport/transport.ts'

/** Channels that are open, once `start` is called: what comes before waits. */
export interface OpenChannels {
  readonly channels: ChannelSocket
  start(): void
}

/** Opens a websocket with channels. Throws StatusError for a refusal, ClientError. */
export async function openChannels(client: Client, request: UpgradeRequest): Promise<OpenChannels> {
  if (client.transport.upgrade === undefined) {
    throw new ClientError('bad-config', 'streams need a connection of their own, which this transport has not')
  }
  const { socket, head, protocol } = await client.transport.upgrade(request)
  const known = channelProtocols.get(protocol)
  if (known === undefined) throw new ClientError('bad-answer', `subprotocol "${protocol}" is not known`)
  const channels = new ChannelSocket(socket, known, 'client')
  const start = (): void => {
    channels.start(head)
    // it was paused behind the handshake
    socket.resume()
  }
  return { channels, start }
}
