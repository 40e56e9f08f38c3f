import { STATUS_CODES } from 'node:http'
import type { StreamedAnswer, WholeAnswer } from '../contract/http.ts'
import { closedEarly, openSink } from './raw-sink.ts'
import type { Upgrade } from './request.ts'

/** Sends an ordinary HTTP/1.1 answer on a connection that wanted to be something else, and closes it. */
export function refuseUpgrade(upgrade: Upgrade | undefined, answer: WholeAnswer | StreamedAnswer): void {
  if (upgrade === undefined) return
  const { socket } = upgrade
  socket.on('error', () => socket.destroy())
  socket.write(headOf(answer))
  if ('serve' in answer) void answer.serve(openSink(socket)).then(() => socket.end(), closedEarly(socket))
  else {
    for (const part of typeof answer.body === 'string' || answer.body instanceof Uint8Array
      ? [answer.body]
      : answer.body)
      socket.write(part)
    socket.end()
  }
}

/** Status line and headers of an answer that ends with the connection. */
function headOf({ status, headers = {} }: WholeAnswer | StreamedAnswer): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`]
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    for (const one of typeof value === 'string' ? [value] : value) lines.push(`${name}: ${one.replace(/[\r\n]/g, ' ')}`)
  }
  lines.push('connection: close', '', '')
  return lines.join('\r\n')
}
