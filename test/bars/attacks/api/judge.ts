/** One answer as it came. */
export interface Heard {
  readonly status: number
  /** In lower case; empty when there was none. */
  readonly contentType: string
  readonly body: Buffer
}

/** Why an answer is not what the API gives; undefined when it is. */
export function faultOf({ status, contentType, body }: Heard): string | undefined {
  if (status >= 500 && status !== 503 && status !== 504 && !isUpstreams(body)) return `status ${status}: ${start(body)}`
  if (status < 200 || status > 599) return `status ${status} is none`
  if (status < 400 || body.length === 0) return undefined
  if (contentType.startsWith('application/json')) return statusFault(status, body)
  return undefined
}

/** What kube-apiserver itself has no better code for than 500: an apply that does not fit the schema, a value too large to keep. */
const UPSTREAMS = [
  '"message":"failed to create typed patch object',
  '"message":"etcdserver: request is too large',
  '"message":"resourceVersion should not be set on objects to be created',
]

function isUpstreams(body: Buffer): boolean {
  return UPSTREAMS.some((words) => body.indexOf(words) >= 0)
}

const REASONLESS = new Set([400, 404, 405, 415, 429, 431])

function statusFault(status: number, body: Buffer): string | undefined {
  try {
    const value = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    // reviews are answered with the object that was posted
    if (value['kind'] !== 'Status') return `error ${status} is a ${String(value['kind'])}`
    if (value['code'] !== status) return `status ${status} says code ${String(value['code'])}`
    if (value['status'] !== 'Failure') return `error ${status} says ${String(value['status'])}`
    if (typeof value['reason'] !== 'string' && status < 500 && !REASONLESS.has(status))
      return `error ${status} has no reason`
    if (typeof value['message'] !== 'string') return `error ${status} has no message`
    return isTrace(value['message'])
      ? `error ${status} shows an inner fault: ${value['message'].slice(0, 300)}`
      : undefined
  } catch {
    return `error ${status} cannot be read: ${start(body)}`
  }
}

/** Words of the engine that no API server says. */
function isTrace(message: string): boolean {
  return /is not a function|undefined is not|Cannot read prop|is not iterable|Maximum call stack|RangeError|TypeError|\bat .*\.(ts|js):\d+/.test(
    message,
  )
}

function start(body: Buffer): string {
  return body.toString('utf8', 0, 300)
}
