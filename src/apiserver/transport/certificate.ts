import { X509Certificate } from 'node:crypto'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import type { ClientCertificate } from '../contract/user.ts'

/** What a connection's client certificate says. Neither field: none was sent. */
export interface Presented {
  readonly certificate?: ClientCertificate
  /** Why the certificate that was sent is not taken. */
  readonly problem?: string
}

/** What a connection without a certificate presents. */
const nothingPresented: Presented = {}

/**
 * Reads the peer certificate of a TLS connection; one that no known authority signed, or without a CN, is a problem.
 * `frontProxies` are the authorities whose certificates may speak for others and name nobody.
 */
export function readPresented(socket: TLSSocket, frontProxies: readonly X509Certificate[] = []): Presented {
  // Some runtimes lack the method on sockets that are not theirs.
  if (typeof socket.getPeerCertificate !== 'function') return nothingPresented
  const peer = socket.getPeerCertificate()
  if (peer === null || typeof peer !== 'object' || Object.keys(peer).length === 0) return nothingPresented
  if (!socket.authorized)
    return { problem: `x509: ${String(socket.authorizationError ?? 'certificate is not trusted')}` }
  return presentedOf(peer, frontProxies)
}

function presentedOf(peer: PeerCertificate, frontProxies: readonly X509Certificate[]): Presented {
  const { subject, serialNumber, fingerprint256 } = peer
  const commonName = texts(subject?.CN)[0]
  if (commonName === undefined || commonName === '') return { problem: 'x509: certificate has no common name' }
  const fingerprint = (fingerprint256 ?? '').replaceAll(':', '').toLowerCase()
  return {
    certificate: {
      commonName,
      organizations: texts(subject?.O),
      serialNumber: String(serialNumber ?? ''),
      fingerprint,
      ...(isSignedBy(peer, frontProxies) && { isFrontProxy: true }),
    },
  }
}

/** Whether one of the authorities signed a certificate itself. */
function isSignedBy({ raw }: PeerCertificate, authorities: readonly X509Certificate[]): boolean {
  if (authorities.length === 0) return false
  const certificate = new X509Certificate(raw)
  return authorities.some((one) => certificate.checkIssued(one) && certificate.verify(one.publicKey))
}

/** An attribute that stands more than once in a name is a list. */
function texts(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}
