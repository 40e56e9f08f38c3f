import type { Answer, ApiRequest } from '../contract/http.ts'
import type { CommandOptions, CommandStreams } from './remote.ts'
import { serveSpdyCommand } from './spdy-command.ts'
import { isWebSocket, upgradeKind } from './upgrade.ts'
import { serveWebSocketCommand } from './websocket-command.ts'

/**
 * The node's end of exec and attach: speaks websocket channels (v5 to the first) or SPDY/3.1 (v4 to the first) with the
 * client and runs the command. Throws 400 and 403 for handshakes that are none.
 */
export function serveRemoteCommand(request: ApiRequest, options: CommandOptions): Answer {
  if (isWebSocket(request)) serveWebSocketCommand(request, options)
  else if (upgradeKind(request) === 'spdy') serveSpdyCommand(request, options)
  return { taken: true }
}

/** Streams as a kubelet's query asks for them: `input`, `output`, `error` and `tty` are `1`, or `true`. */
export function readCommandStreams(query: URLSearchParams): CommandStreams {
  const asked = (name: string) => /^(1|true)$/.test(query.get(name) ?? '')
  const tty = asked('tty')
  return { stdin: asked('input'), stdout: asked('output'), stderr: asked('error') && !tty, tty }
}
