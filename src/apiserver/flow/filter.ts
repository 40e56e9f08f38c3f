import { StatusError } from '#kube'
import { statusAnswer } from '../codec/answer.ts'
import type { Answer, ApiRequest, Handler, Headers, RequestInfo } from '../contract/http.ts'
import type { Classified, FlowControl } from './control.ts'
import type { FindTurnstile } from './turnstile.ts'

/** Requests that stay open: they take no seat once they have begun. */
const LONG_RUNNING: ReadonlySet<string> = new Set(['attach', 'exec', 'log', 'portforward', 'proxy'])

/** Lets requests through as there are seats; answers 429 to those that find none. */
export function flowFilter(control: FlowControl, findTurnstile: FindTurnstile): (next: Handler) => Handler {
  return (next) => async (request, context) => {
    const asked = { user: context.user, info: context.info, path: request.path }
    const classified = control.classify(asked)
    if (classified === undefined) return next(request, context)
    const headers = headersOf(classified)
    if (isLongRunning(context.info)) return withHeaders(await next(request, context), headers)
    // what is exempt waits for nobody: controllers of the same process are
    const turnstile = classified.level.isExempt ? undefined : findTurnstile(request, context.info)
    const leave = await turnstile?.enter(context.user.name)
    try {
      const seat = control.acquire(classified, asked, request.signal)
      const release = typeof seat === 'function' ? seat : await seat
      if (release === undefined) return refusal(headers)
      return await seated(release, async () => {
        if (turnstile !== undefined) await turnstile.turn()
        // a client that has given up while it waited
        if (turnstile !== undefined && request.signal.aborted) return refusal(headers)
        // A watch holds its seat until it has begun.
        return withHeaders(await next(request, context), headers)
      })
    } catch (error) {
      return withHeaders(await refusalAnswer(error, request), headers)
    } finally {
      leave?.()
    }
  }
}

async function seated(release: () => void, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } finally {
    release()
  }
}

function isLongRunning({ isResource, subresource }: RequestInfo): boolean {
  return isResource && LONG_RUNNING.has(subresource)
}

function headersOf({ flow, level }: Classified): Headers {
  return { 'x-kubernetes-pf-flowschema-uid': flow.uid, 'x-kubernetes-pf-prioritylevel-uid': level.uid }
}

function withHeaders(answer: Answer, headers: Headers): Answer {
  return 'taken' in answer ? answer : { ...answer, headers: { ...answer.headers, ...headers } }
}

/** A refusal tells its flow too, so it becomes an answer here. */
async function refusalAnswer(error: unknown, request: ApiRequest): Promise<Answer> {
  if (!(error instanceof StatusError)) throw error
  return statusAnswer(error.status, request)
}

function refusal(headers: Headers): Answer {
  const plain = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', 'retry-after': '1' }
  return { status: 429, headers: { ...headers, ...plain }, body: 'Too many requests, please try again later.\n' }
}
