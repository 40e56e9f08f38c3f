import type { ApiRequest, Headers } from '../contract/http.ts'

/** What changes when a request is passed on. */
export interface Derived {
  readonly method?: string
  readonly path?: string
  readonly query?: URLSearchParams
  readonly headers?: Headers
  /** False takes the upgrade away. */
  readonly keepsUpgrade?: boolean
}

/** The same request with some parts changed; body, stream and connection stay the client's. */
export function deriveRequest(request: ApiRequest, change: Derived): ApiRequest {
  const { clientCertificate, trustedUser, upgrade } = request
  const { stream, bodyText } = request
  return {
    method: change.method ?? request.method,
    path: change.path ?? request.path,
    query: change.query ?? request.query,
    headers: change.headers ?? request.headers,
    body: (limitBytes) => request.body(limitBytes),
    get signal() {
      return request.signal
    },
    remoteAddress: request.remoteAddress,
    ...(clientCertificate !== undefined && { clientCertificate }),
    ...(trustedUser !== undefined && { trustedUser }),
    ...(upgrade !== undefined && change.keepsUpgrade !== false && { upgrade }),
    ...(stream !== undefined && { stream }),
    ...(bodyText !== undefined && { bodyText }),
  }
}
