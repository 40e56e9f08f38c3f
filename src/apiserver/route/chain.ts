import { badRequest, internalError, StatusError } from '#kube'
import { statusAnswer, textAnswer } from '../codec/answer.ts'
import type { Answer, ApiRequest, Handler, Headers } from '../contract/http.ts'
import { GatheringContext } from './context.ts'
import { decodedPath, readRequestInfo } from './request-info.ts'
import { warningHeaders } from './warning.ts'

/** A step that every request passes: it hands on to `next`, or answers itself, or throws a StatusError. */
export type Filter = (next: Handler) => Handler

/** Told of errors that are no refusal: a fault of ours. */
export type ReportFault = (error: unknown, request: ApiRequest) => void

/**
 * Makes the way in: request info first, then the filters from first to last, then `dispatch`. What is thrown becomes a
 * Status; a fault of ours a 500 without a trace. The result never rejects.
 */
export function chain(
  filters: readonly Filter[],
  dispatch: Handler,
  report: ReportFault,
): (request: ApiRequest) => Promise<Answer> {
  const handler = filters.reduceRight((next, filter) => filter(next), dispatch)
  return async (request) => {
    const path = decodedPath(request.path)
    if (path === undefined || !path.startsWith('/')) return textAnswer(400, '400 Bad Request')
    try {
      const context = new GatheringContext(readRequestInfo(request.method, path, request.query))
      const answer = await answered(handler, request, context, report)
      return context.warnings.size === 0 ? answer : withWarnings(answer, context.warnings)
    } catch (error) {
      report(error, request)
      return textAnswer(500, 'Internal Server Error')
    }
  }
}

async function answered(
  handler: Handler,
  request: ApiRequest,
  context: GatheringContext,
  report: ReportFault,
): Promise<Answer> {
  try {
    return await handler(request, context)
  } catch (error) {
    return await statusAnswer(refusalOf(error, request, report).status, request)
  }
}

function refusalOf(error: unknown, request: ApiRequest, report: ReportFault): StatusError {
  if (error instanceof StatusError) return error
  if (error instanceof URIError) return badRequest(error.message)
  report(error, request)
  return internalError('the server failed to handle the request')
}

function withWarnings(answer: Answer, texts: Iterable<string>): Answer {
  if ('taken' in answer) return answer
  const headers: Headers = { ...answer.headers, warning: warningHeaders(texts) }
  return { ...answer, headers }
}
