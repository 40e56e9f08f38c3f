import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import {
  type Authority,
  createAuthority,
  createKey,
  isIssuedBy,
  isRenewalDue,
  type KeyPair,
  readAuthority,
} from '../certificate/door.ts'
import { readIfPresent, writeDurably } from './file.ts'

/** Everything a control plane signs and is known by. PEM texts. */
export interface Certificates {
  readonly authority: Authority
  /** Signs the requests of aggregated API servers' front proxy. */
  readonly frontProxy: Authority
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
}

const DAY_MS = 24 * 3_600_000
const AUTHORITY_MS = 10 * 365 * DAY_MS
const LEAF_MS = 365 * DAY_MS

/**
 * The certificates of a cluster: read, and made again where one is missing, due for renewal or for other hosts. Throws
 * ClusterError `io`.
 */
export async function readyCertificates(order: CertificateOrder): Promise<Certificates> {
  const keep = keeperOf(order.folder)
  const authority = await authorityOf('ca', 'kubernetes', order, keep)
  const frontProxy = await authorityOf('front-proxy-ca', 'front-proxy-ca', order, keep)
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
  const client = () => frontProxy.issueClient({ user: 'front-proxy-client', groups: [], ...validity })
  return {
    authority,
    frontProxy,
    frontProxyClient: await leafOf({ name: 'front-proxy-client', issuer: frontProxy, make: client }, order, keep),
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

interface Keeper {
  read(name: string): Promise<string | undefined>
  write(name: string, text: string): Promise<void>
}

function keeperOf(folder: string | undefined): Keeper {
  if (folder === undefined) return { read: () => Promise.resolve(undefined), write: () => Promise.resolve() }
  return {
    read: (name) => readIfPresent(join(folder, name)),
    write: (name, text) => writeDurably(join(folder, name), text),
  }
}

async function readPair(name: string, keep: Keeper): Promise<KeyPair | undefined> {
  const [certificate, key] = await Promise.all([keep.read(`${name}.crt`), keep.read(`${name}.key`)])
  return certificate === undefined || key === undefined ? undefined : { certificate, key }
}

async function writePair(name: string, pair: KeyPair, keep: Keeper): Promise<void> {
  // a key without its certificate is made again; the other way round would be a certificate for another key
  await keep.write(`${name}.crt`, '')
  await keep.write(`${name}.key`, pair.key)
  await keep.write(`${name}.crt`, pair.certificate)
}

async function authorityOf(
  name: string,
  commonName: string,
  { nowMs }: CertificateOrder,
  keep: Keeper,
): Promise<Authority> {
  const present = await readPair(name, keep)
  if (present !== undefined && !isRenewalDue(present.certificate, nowMs)) return readAuthority(present)
  const made = createAuthority(commonName, { nowMs, durationMs: AUTHORITY_MS })
  await writePair(name, made.pair, keep)
  return made
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
