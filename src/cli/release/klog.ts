import { STATUS_CODES } from 'node:http'
import type { Transport } from '#client'
import type { Compat } from '#source'
import { layer } from './layer.ts'

const PID_WIDTH = 7
/** From this `-v` on every request is told. */
const REQUESTS_FROM = 6

/** How lines of Helm's client library look. */
interface KlogView {
  readonly compat: Compat
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** A warning of the server as Helm's client library logs it: `W1122 04:22:39.017000    3286 warnings.go:70] text`. */
export function warningLine(text: string, { compat, now }: KlogView): string {
  if (compat === 'helm3') return klogLine('W', `warnings.go:70] ${text}`, now())
  return klogLine('I', `warnings.go:107] ${JSON.stringify(`Warning: ${text}`)}`, now())
}

/** The transport, with a line for each answer where `-v` asks for it. */
export function tellingRequests(
  below: Transport,
  {
    verbosity,
    server,
    write,
  }: { readonly verbosity: number; readonly server: string; readonly write: (line: string) => void },
  { compat, now }: KlogView,
): Transport {
  if (verbosity < REQUESTS_FROM) return below
  return layer(below, async (request) => {
    const startedMs = now()
    const response = await below.send(request)
    const told = {
      ...request,
      url: `${server}${request.path}`,
      status: statusText(response.status),
      tookMs: now() - startedMs,
    }
    write(klogLine('I', compat === 'helm3' ? sentence(told) : pairs(told), now()))
    return response
  })
}

interface Told {
  readonly method: string
  readonly url: string
  readonly status: string
  readonly tookMs: number
}

function sentence({ method, url, status, tookMs }: Told): string {
  return `round_trippers.go:560] ${method} ${url} ${status} in ${tookMs} milliseconds`
}

function pairs({ method, url, status, tookMs }: Told): string {
  return `round_trippers.go:632] "Response" verb="${method}" url="${url}" status="${status}" milliseconds=${tookMs}`
}

function statusText(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim()
}

function klogLine(letter: 'I' | 'W', text: string, nowMs: number): string {
  return `${letter}${timeText(new Date(nowMs))} ${String(process.pid).padStart(PID_WIDTH)} ${text}\n`
}

/** Local time, as the library prints it; its microseconds are not known. */
function timeText(time: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0')
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')
  return `${two(time.getMonth() + 1)}${two(time.getDate())} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}000`
}
