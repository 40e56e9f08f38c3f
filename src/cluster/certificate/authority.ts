import { isIP } from 'node:net'
import { readCertificateRequest, readDer, readOneDer, readPem } from '#kube'
import { type AlternativeNames, createCertificate, type KeyUsage, type Signer, subjectName } from './certificate.ts'
import { createKey, publicKeyOf, readKey } from './key.ts'
import { isRequestSigned } from './signature.ts'

/** A certificate and its key as PEM: what a file, a kubeconfig or a TLS socket takes. */
export interface KeyPair {
  readonly certificate: string
  readonly key: string
}

/** For how long a certificate holds: it starts `SKEW_MS` before `nowMs`. */
export interface Validity {
  readonly nowMs: number
  readonly durationMs: number
}

/** What a server certificate is for: names may be host names and IP addresses. */
export interface ServerOrder extends Validity {
  readonly commonName: string
  readonly hosts: readonly string[]
  /** Kubelets and etcd members are clients too. */
  readonly isClientToo?: boolean
  readonly organizations?: readonly string[]
}

/** Who a client certificate names: user and groups. */
export interface ClientOrder extends Validity {
  readonly user: string
  readonly groups: readonly string[]
}

/** What of a request is granted. */
export interface RequestGrant extends Validity {
  readonly usages: readonly KeyUsage[]
}

/** Signs certificates. `pair` is what to keep in files. */
export interface Authority {
  readonly pair: KeyPair
  issueServer(order: ServerOrder): KeyPair
  issueClient(order: ClientOrder): KeyPair
  /** Signs a PKCS#10 request (PEM). Throws CertificateRequestError, or CertificateError `unsigned` and `expired`. */
  signRequest(pem: string, grant: RequestGrant): string
}

/** What making certificates can refuse. */
export class CertificateError extends Error {
  readonly code: 'unsigned' | 'expired' | 'malformed'
  constructor(code: 'unsigned' | 'expired' | 'malformed', message: string) {
    super(message)
    this.name = 'CertificateError'
    this.code = code
  }
}

/** Clocks of machines differ: certificates hold from five minutes before they are made. */
const SKEW_MS = 5 * 60_000

/** A new authority: a self-signed certificate that may sign others. */
export function createAuthority(commonName: string, validity: Validity): Authority {
  const own = createKey()
  const subject = subjectName(commonName)
  const publicKey = publicKeyOf(own.key)
  const signer: Signer = { subject, publicKey, key: own.key }
  const usages: KeyUsage[] = ['digital signature', 'key encipherment', 'cert sign']
  const certificate = createCertificate({ subject, publicKey, usages, isAuthority: true, ...spanOf(validity) }, signer)
  return authorityOf({ certificate, key: own.pem }, signer)
}

/** The authority in two PEM texts. Throws CertificateError `malformed`. */
export function readAuthority(pair: KeyPair): Authority {
  const [block] = readPem(pair.certificate)
  if (block?.label !== 'CERTIFICATE') throw new CertificateError('malformed', 'authority - no certificate in its PEM')
  const fields = readDer(readDer(readOneDer(block.bytes).contents)[0]?.contents ?? new Uint8Array())
  const [, , , , subject, publicKey] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields
  if (subject === undefined || publicKey === undefined) {
    throw new CertificateError('malformed', 'authority - its certificate has no subject or key')
  }
  return authorityOf(pair, { subject: subject.whole, publicKey: publicKey.whole, key: readKey(pair.key).key })
}

function authorityOf(pair: KeyPair, signer: Signer): Authority {
  return {
    pair,
    issueServer: (order) => issueServer(order, signer),
    issueClient: (order) => issueClient(order, signer),
    signRequest: (pem, grant) => signRequest(pem, grant, signer),
  }
}

function spanOf({ nowMs, durationMs }: Validity): { notBeforeMs: number; notAfterMs: number } {
  return { notBeforeMs: nowMs - SKEW_MS, notAfterMs: nowMs + durationMs }
}

function issueServer(order: ServerOrder, signer: Signer): KeyPair {
  const own = createKey()
  const usages: KeyUsage[] = ['digital signature', 'key encipherment', 'server auth']
  if (order.isClientToo) usages.push('client auth')
  const subject = subjectName(order.commonName, order.organizations)
  const names = namesOf(order.hosts)
  const publicKey = publicKeyOf(own.key)
  return {
    certificate: createCertificate({ subject, publicKey, usages, names, ...spanOf(order) }, signer),
    key: own.pem,
  }
}

function issueClient(order: ClientOrder, signer: Signer): KeyPair {
  const own = createKey()
  const usages: KeyUsage[] = ['digital signature', 'key encipherment', 'client auth']
  const subject = subjectName(order.user, order.groups)
  const publicKey = publicKeyOf(own.key)
  return { certificate: createCertificate({ subject, publicKey, usages, ...spanOf(order) }, signer), key: own.pem }
}

/** Host names and addresses apart, as a certificate wants them. */
function namesOf(hosts: readonly string[]): AlternativeNames {
  return {
    dnsNames: hosts.filter((host) => isIP(host) === 0),
    addresses: hosts.filter((host) => isIP(host) !== 0).map(addressBytes),
  }
}

function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.').map(Number))
  const [head = '', tail] = withoutDots(address).split('::')
  const words = (text: string | undefined): number[] =>
    text ? text.split(':').map((word) => Number.parseInt(word, 16)) : []
  const [front, back] = [words(head), words(tail)]
  const all = [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back]
  return Uint8Array.from(all.flatMap((word) => [word >> 8, word & 0xff]))
}

/** `::ffff:10.0.0.1` with its last four bytes in hex words. */
function withoutDots(address: string): string {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  if (dotted === null) return address
  const [a = 0, b = 0, c = 0, d = 0] = dotted.slice(1).map(Number)
  return `${address.slice(0, dotted.index)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

function signRequest(pem: string, grant: RequestGrant, signer: Signer): string {
  const request = readCertificateRequest(pem)
  if (!isRequestSigned(request)) {
    throw new CertificateError('unsigned', 'unable to verify certificate request signature')
  }
  if (grant.durationMs <= 0) throw new CertificateError('expired', 'the signer has expired: NotAfter is in the past')
  const { subject, publicKey, dnsNames, addresses, emails, uris } = request
  const names = { dnsNames, addresses, emails, uris }
  return createCertificate({ subject, publicKey, usages: grant.usages, names, ...spanOf(grant) }, signer)
}
