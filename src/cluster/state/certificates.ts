import { networkInterfaces } from 'node:os'
import { type Authority, createKey, isIssuedBy, isRenewalDue, type KeyPair } from '../certificate/door.ts'
import { readyAuthority } from './authority.ts'
import { type Keeper, keeperOf, readPair, writePair } from './keeper.ts'

/** Everything a control plane signs and is known by. PEM texts. */
export interface Certificates {
  readonly authority: Authority
  /** Authorities whose certificates clients and servers take: the signing one first, then its successor and predecessor. */
  readonly trusted: readonly string[]
  /** The same for proxies that speak for others. */
  readonly trustedFrontProxies: readonly string[]
  /** By which this server speaks for its users to aggregated ones. */
  readonly frontProxyClient: KeyPair
  readonly server: KeyPair
  /** `kubernetes-admin` of `system:masters`. */
  readonly admin: KeyPair
  /** Signs service account tokens (SEC 1 PEM). */
  readonly tokenKey: string
}

/** What certificates are made for. */
export interface CertificateOrder {
  readonly nowMs: number
  /** Names and addresses the server is reached by. */
  readonly hosts: readonly string[]
  /** Where they are kept; absent: nowhere. */
  readonly folder?: string
  /** True when other control planes have the same authorities: none of them replaces one by itself. */
  readonly isShared?: boolean
}

/** The common name of the proxy that speaks for others. */
export const FRONT_PROXY = 'front-proxy-client'

const DAY_MS = 24 * 3_600_000
const LEAF_MS = 365 * DAY_MS

/**
 * The certificates of a cluster: read, and made again where one is missing, due for renewal or for other hosts. Throws
 * ClusterError `io`.
 */
export async function readyCertificates(order: CertificateOrder): Promise<Certificates> {
  const keep = keeperOf(order.folder)
  const change = { nowMs: order.nowMs, isRenewed: order.isShared !== true }
  const { authority, trusted } = await readyAuthority({ name: 'ca', commonName: 'kubernetes', ...change }, keep)
  const proxy = await readyAuthority({ name: 'front-proxy-ca', commonName: 'front-proxy-ca', ...change }, keep)
  const validity = { nowMs: order.nowMs, durationMs: LEAF_MS }
  const hosts = [...order.hosts]
  const server = () =>
    authority.issueServer({
      commonName: 'kube-apiserver',
      hosts,
      isClientToo: true,
      organizations: ['system:masters'],
      ...validity,
    })
  const admin = () => authority.issueClient({ user: 'kubernetes-admin', groups: ['system:masters'], ...validity })
  const client = () => proxy.authority.issueClient({ user: FRONT_PROXY, groups: [], ...validity })
  return {
    authority,
    trusted,
    trustedFrontProxies: proxy.trusted,
    frontProxyClient: await leafOf({ name: FRONT_PROXY, issuer: proxy.authority, make: client }, order, keep),
    server: await leafOf({ name: 'apiserver', issuer: authority, make: server, mark: hosts.join(' ') }, order, keep),
    admin: await leafOf({ name: 'admin', issuer: authority, make: admin }, order, keep),
    tokenKey: await tokenKeyOf(keep),
  }
}

/** Names and addresses of an API server: loopback, this machine's, and those of the `kubernetes` service. */
export function serverHosts(host: string, serviceAddress: string): readonly string[] {
  const inside = ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'kubernetes.default.svc.cluster.local']
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
  const addresses = own.filter(({ scopeid }) => scopeid === undefined || scopeid === 0).map(({ address }) => address)
  const named = host === '0.0.0.0' || host === '::' ? [] : [host]
  return [...new Set(['localhost', '127.0.0.1', '::1', ...named, ...inside, serviceAddress, ...addresses.sort()])]
}

interface Leaf {
  readonly name: string
  readonly issuer: Authority
  readonly make: () => KeyPair
  /** What it is for: another mark asks for another certificate. */
  readonly mark?: string
}

async function leafOf(
  { name, issuer, make, mark = '' }: Leaf,
  { nowMs }: CertificateOrder,
  keep: Keeper,
): Promise<KeyPair> {
  const [present, oldMark] = await Promise.all([readPair(name, keep), keep.read(`${name}.hosts`)])
  const isGood =
    present !== undefined &&
    !isRenewalDue(present.certificate, nowMs) &&
    isIssuedBy(present.certificate, issuer.pair.certificate) &&
    (oldMark ?? '') === mark
  if (isGood) return present
  const made = make()
  await writePair(name, made, keep)
  if (mark !== '') await keep.write(`${name}.hosts`, mark)
  return made
}

async function tokenKeyOf(keep: Keeper): Promise<string> {
  const present = await keep.read('service-accounts.key')
  if (present !== undefined && present !== '') return present
  const { pem } = createKey()
  await keep.write('service-accounts.key', pem)
  return pem
}
