import { goQuote, type Status, StatusError, type StatusReason } from '#kube'

/** A call that brought no answer to work with; the message is in the words of the reference's client. */
export class CallError extends Error {
  readonly code: 'timeout' | 'unreachable' | 'refused' | 'malformed'
  /** The Status behind an answer that is none of 2xx. */
  readonly status: Status | undefined
  constructor(
    code: CallError['code'],
    message: string,
    more: { readonly status?: Status; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'CallError'
    this.code = code
    this.status = more.status
  }
}

/** Words for a connection that failed, as Go's net, tls and x509 packages put them; `host` is who was asked for. */
export function connectionWords(error: unknown, host: string): string {
  if (error instanceof StatusError) return error.message
  const { code = '', message, address, port } = error as SocketError
  const certificate = certificateWords[code]
  if (certificate !== undefined) return `tls: failed to verify certificate: x509: ${certificate}`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `tls: failed to verify certificate: x509: ${nameWords(error as { cert?: AltNames }, host)}`
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${host}: no such host`
  const words = socketWords[code]
  if (words !== undefined) {
    const at = address === undefined ? '' : ` ${joined(address, port)}`
    return code === 'ECONNRESET' ? words : `dial tcp${at}: connect: ${words}`
  }
  if (/wrong version number|http request/i.test(message)) return 'http: server gave HTTP response to HTTPS client'
  return message
}

/** The error of an answer outside 2xx that is no Status (apimachinery errors.NewGenericServerResponse). */
export function answerWords(code: number, text: string): string {
  const known = codeWords[code]
  if (known !== undefined) return known
  if (code === 403 || code === 406 || code === 415) return text === '' ? 'unknown' : text
  if (code >= 500) return `an error on the server (${goQuote(text)}) has prevented the request from succeeding`
  return `the server responded with the status code ${code} but did not return more information`
}

/** The reason that goes with such an answer. */
export function answerReason(code: number): StatusReason {
  return codeReasons[code] ?? (code >= 500 ? 'InternalError' : '')
}

type SocketError = Error & { readonly code?: string; readonly address?: string; readonly port?: number }

interface AltNames {
  readonly subjectaltname?: string
}

const unknownAuthority = 'certificate signed by unknown authority'

const certificateWords: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'certificate has expired or is not yet valid',
  INVALID_PURPOSE: 'certificate specifies an incompatible key usage',
  ERR_LEGACY_NAME: 'certificate relies on legacy Common Name field, use SANs instead',
}

const socketWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  ECONNRESET: 'EOF',
}

const codeWords: Readonly<Record<number, string>> = {
  400: 'the server rejected our request for an unknown reason',
  401: 'the server has asked for the client to provide credentials',
  404: 'the server could not find the requested resource',
  405: 'the server does not allow this method on the requested resource',
  409: 'the server reported a conflict',
  422: 'the server rejected our request due to an error in our request',
  429: 'the server has received too many requests and has asked us to try again later',
  503: 'the server is currently unable to handle the request',
  504: 'the server was unable to return a response in the time allotted, but may still be processing the request',
}

const codeReasons: Readonly<Record<number, StatusReason>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'AlreadyExists',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
}

function nameWords({ cert }: { readonly cert?: AltNames }, host: string): string {
  const names = [...(cert?.subjectaltname ?? '').matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map(([, name]) => name)
  return names.length === 0
    ? `certificate is not valid for any names, but wanted to match ${host}`
    : `certificate is valid for ${names.join(', ')}, not ${host}`
}

function joined(host: string, port: number | undefined): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port ?? ''}`
}
