import { messageOf, RepoError, type RepoErrorCode } from './error.ts'
import { codeOf } from './file.ts'

/** A transport failure in Go's words: `Get "URL": dial tcp HOST:PORT: connect: connection refused`. */
export function transportError(error: unknown, request: { readonly method: string; readonly url: URL }): RepoError {
  if (error instanceof RepoError) return error
  const code = codeOf(error)
  const { text, kind, hint } = describe(code, request.url, messageOf(error))
  const verb = request.method.charAt(0) + request.method.slice(1).toLowerCase()
  return new RepoError(kind, `${verb} "${redact(request.url)}": ${text}`, { hint, cause: error })
}

interface Description {
  readonly text: string
  readonly kind: RepoErrorCode
  readonly hint?: string
}

function describe(code: string, url: URL, message: string): Description {
  const peer = `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
  const known = CONNECTION[code]
  if (known !== undefined) return { text: `dial tcp ${peer}: ${known}`, kind: 'unreachable' }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return { text: `dial tcp: lookup ${url.hostname}: no such host`, kind: 'unreachable' }
  }
  const distrust = CERTIFICATE[code]
  if (distrust !== undefined) {
    const text = `tls: failed to verify certificate: x509: ${distrust}`
    return { text, kind: 'untrusted', hint: 'name the authority with --ca-file, or use --insecure-skip-tls-verify' }
  }
  if (/wrong.version.number|packet length too long|EPROTO/i.test(`${code} ${message}`)) {
    const hint = 'the server answers without TLS: use http://, or --plain-http for a registry'
    return { text: 'http: server gave HTTP response to HTTPS client', kind: 'unreachable', hint }
  }
  if (code.startsWith('HPE_')) return { text: `malformed HTTP response: ${message}`, kind: 'bad-answer' }
  return { text: message === 'aborted' || message === 'socket hang up' ? 'EOF' : message, kind: 'unreachable' }
}

const CONNECTION: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  ConnectionRefused: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
}

const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by unknown authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by unknown authority',
  CERT_HAS_EXPIRED: 'certificate has expired or is not yet valid',
  CERT_NOT_YET_VALID: 'certificate has expired or is not yet valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is valid for other names than this host',
}

/** The URL without its password. */
export function redact(url: URL): string {
  if (url.password === '') return url.href
  const copy = new URL(url)
  copy.password = 'xxxxx'
  return copy.href
}
