import { textAnswer } from '../codec/answer.ts'
import type { Answer, ApiRequest, Handler, RequestContext } from '../contract/http.ts'

/** Handlers of paths that name no resource: exact paths, or everything below a prefix that ends with a slash. */
export interface PathTable {
  readonly exact: ReadonlyMap<string, Handler>
  readonly prefixes: ReadonlyMap<string, Handler>
}

/** Sends a request to its endpoint: `resources` for what names a resource, the table for everything else, else 404. */
export function dispatcher(resources: Handler, paths: PathTable): Handler {
  return async (request, context) => {
    const { info } = context
    if (info.isResource && info.resource !== '') return await resources(request, context)
    return await pathAnswer(paths, request, context)
  }
}

/** The 404 of a path that nothing serves. */
export function pageNotFound(): Answer {
  return textAnswer(404, '404 page not found\n')
}

function pathAnswer(paths: PathTable, request: ApiRequest, context: RequestContext): Promise<Answer> | Answer {
  const path = request.path.length > 1 && request.path.endsWith('/') ? request.path.slice(0, -1) : request.path
  const handler = paths.exact.get(path) ?? below(paths.prefixes, path)
  return handler === undefined ? pageNotFound() : handler(request, context)
}

/** The handler of the longest prefix that a path begins with. */
function below(prefixes: ReadonlyMap<string, Handler>, path: string): Handler | undefined {
  for (let slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
    const handler = prefixes.get(path.slice(0, slash + 1))
    if (handler !== undefined) return handler
    if (slash === 0) break
  }
  return undefined
}
