import { ClientError, codeOf, messageOf } from '../error.ts'

/** A failed exchange as a ClientError: `unreachable` or `untrusted`, with the address and Go's words for the reason. */
export function unreachable(error: unknown, url: URL): ClientError {
  if (error instanceof ClientError) return error
  const code = codeOf(error)
  const peer = `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
  const distrust = CERTIFICATE[code]
  if (distrust !== undefined) {
    return new ClientError('untrusted', `${peer} – certificate ${distrust}`, {
      hint: HINTS[code] ?? TRUST,
      cause: error,
    })
  }
  if (OWN_PEM.test(`${code} ${messageOf(error)}`)) {
    return new ClientError('bad-config', `certificates for ${peer} cannot be read: ${messageOf(error)}`, {
      hint: 'see certificate-authority, client-certificate and client-key in the kubeconfig',
      cause: error,
    })
  }
  const reason = REASONS[code] ?? messageOf(error)
  return new ClientError('unreachable', `${peer} – ${reason}`, {
    hint: 'is the cluster running? berth cluster list shows those of this machine',
    cause: error,
  })
}

/** What TLS says of certificates and keys that are ours. */
const OWN_PEM = /^ERR_OSSL_|PEM routines|X509 routines|ASN.1 encoding routines|Invalid CA/i

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ConnectionRefused: 'connection refused',
  ECONNRESET: 'connection reset by peer',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'i/o timeout',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'no such host',
}

const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'signed by unknown authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'signed by unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'signed by unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'signed by unknown authority',
  CERT_SIGNATURE_FAILURE: 'signed by unknown authority',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not yet valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is valid for other names than this host',
}

const TRUST = 'name its authority with --kube-ca-file, or in the kubeconfig'
const CLOCK = 'compare the clock of this machine with that of the cluster, or renew the certificate'
const HINTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: CLOCK,
  CERT_NOT_YET_VALID: CLOCK,
  ERR_TLS_CERT_ALTNAME_INVALID: 'use an address that it is for, or name one with --kube-tls-server-name',
}
