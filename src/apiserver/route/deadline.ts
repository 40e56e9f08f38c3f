import { badRequest, type Clock, goQuote, parseGoDuration, type StatusError, timeout } from '#kube'
import type { Answer, RequestInfo } from '../contract/http.ts'
import type { Filter } from './chain.ts'

/** The real server's `--request-timeout`. */
const LONGEST_MS = 60_000
const LONG_SUBRESOURCES: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy'])

/**
 * Answers 504 to requests that take longer than a minute, or than their `timeout` says where that is less; what goes on by
 * its nature (watch, logs, exec) may. Source: apiserver's WithRequestDeadline and WithTimeoutForNonLongRunningRequests.
 */
export function deadlineFilter(clock: Clock): Filter {
  const common = createQueue(clock, LONGEST_MS)
  return (next) => (request, context) => {
    if (request.trustedUser !== undefined || isLongRunning(context.info)) return next(request, context)
    const askedMs = askedTimeout(request.query.get('timeout') ?? '')
    const queue = askedMs > 0 && askedMs < LONGEST_MS ? createQueue(clock, askedMs) : common
    return inTime(queue, next(request, context))
  }
}

function isLongRunning({ isResource, verb, subresource }: RequestInfo): boolean {
  return verb === 'watch' || (isResource && LONG_SUBRESOURCES.has(subresource))
}

/** Milliseconds; 0 where nothing was asked for. Throws 400. */
function askedTimeout(text: string): number {
  if (text === '') return 0
  const asked = parseGoDuration(text)
  if (asked === undefined) throw badRequest(`invalid timeout specified in the request URL - ${durationFault(text)}`)
  return asked
}

/** What Go's time.ParseDuration says. */
function durationFault(text: string): string {
  const [, rest = ''] = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:[nuµμm]s|[smh]))*(.*)$/s.exec(text) ?? []
  const [, amount, unit = ''] = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? []
  if (amount === undefined) return `time: invalid duration ${goQuote(text)}`
  if (unit === '') return `time: missing unit in duration ${goQuote(text)}`
  return `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`
}

interface Waiting {
  readonly untilMs: number
  readonly expire: (refusal: StatusError) => void
}

interface Queue {
  add(expire: Waiting['expire']): Waiting
  remove(waiting: Waiting): void
}

/** All that wait equally long are in the order in which they run out: one timer does for all of them. */
function createQueue(clock: Clock, lengthMs: number): Queue {
  const all = new Set<Waiting>()
  let isWatched = false
  const watch = (delayMs: number): void => {
    isWatched = true
    clock.setTimer(delayMs, () => {
      const now = clock.now()
      for (const waiting of all) {
        if (waiting.untilMs > now) return watch(waiting.untilMs - now)
        all.delete(waiting)
        waiting.expire(timeout('request did not complete within the allotted timeout'))
      }
      isWatched = false
    })
  }
  return {
    add: (expire) => {
      const waiting = { untilMs: clock.now() + lengthMs, expire }
      all.add(waiting)
      if (!isWatched) watch(lengthMs)
      return waiting
    },
    remove: (waiting) => void all.delete(waiting),
  }
}

function inTime(queue: Queue, answer: Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const waiting = queue.add(reject)
    answer.then(
      (given) => {
        queue.remove(waiting)
        resolve(given)
      },
      (cause: unknown) => {
        queue.remove(waiting)
        reject(cause instanceof Error ? cause : new Error(String(cause)))
      },
    )
  })
}
