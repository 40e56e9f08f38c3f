import type { Clock } from '#kube'
import { ClientError } from '../error.ts'
import type { HttpOptions } from '../transport/http.ts'
import type { ClusterEntry, Kubeconfig, UserEntry } from './kubeconfig.ts'
import { pemOf } from './pem.ts'
import { type FindProxy, proxyTo } from './proxy.ts'
import { credentialSource } from './user.ts'

/** What a command line may put above the kubeconfig. */
export interface Overrides {
  readonly context?: string | undefined
  readonly cluster?: string | undefined
  readonly user?: string | undefined
  readonly namespace?: string | undefined
  readonly server?: string | undefined
  readonly token?: string | undefined
  readonly authorityFile?: string | undefined
  readonly serverName?: string | undefined
  readonly isUnverified?: boolean | undefined
  readonly asUser?: string | undefined
  readonly asGroups?: readonly string[] | undefined
}

/** What the outside gives. */
export interface ResolveOptions extends Overrides {
  readonly clock: Clock
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The environment's proxies; none unless told. */
  readonly findProxy?: FindProxy
  readonly isInteractive?: boolean
  readonly userAgent?: string
}

/** One context, ready for a transport. */
export interface Resolved {
  readonly http: HttpOptions
  /** `default` when nothing says otherwise. */
  readonly namespace: string
  /** Name of the context; empty when flags alone say where. */
  readonly context: string
}

/** The chosen context as options of a transport; files it names are read. Throws ClientError `no-context`, `bad-config`, `io`. */
export async function resolveContext(config: Kubeconfig, options: ResolveOptions): Promise<Resolved> {
  const name = options.context ?? config.currentContext
  const context = config.contexts.get(name)?.value
  if (context === undefined && name !== '') throw missing('context', name, config.contexts.keys())
  const cluster = clusterOf(config, options.cluster ?? context?.cluster, options)
  const userName = options.user ?? context?.user
  const user = userName === undefined || userName === '' ? undefined : config.users.get(userName)
  if (user === undefined && options.user !== undefined) throw missing('user', options.user, config.users.keys())
  const entry: UserEntry = {
    ...user?.value,
    ...(options.token !== undefined && { token: options.token, tokenFile: '' }),
  }
  const http = await httpOptions(cluster, entry, options)
  const credentials = await credentialSource(entry, {
    clock: options.clock,
    environment: options.environment,
    findProxy: options.findProxy,
    isInteractive: options.isInteractive === true,
    cluster: { ...cluster, authority: http.authority },
    ...(user !== undefined && { place: { file: user.file, name: userName ?? '' } }),
  })
  return {
    http: { ...http, credentials },
    namespace: options.namespace ?? (context?.namespace || 'default'),
    context: name,
  }
}

function clusterOf(config: Kubeconfig, name: string | undefined, options: Overrides): ClusterEntry {
  const found = name === undefined ? undefined : config.clusters.get(name)?.value
  if (found === undefined && options.server === undefined) {
    if (name !== undefined && name !== '') throw missing('cluster', name, config.clusters.keys())
    throw new ClientError('no-context', 'no cluster is configured', { hint: 'start one: berth cluster start' })
  }
  const server = options.server ?? found?.server ?? ''
  if (server === '') throw new ClientError('bad-config', `cluster "${name}" has no server`)
  return {
    ...found,
    server,
    ...(options.serverName !== undefined && { 'tls-server-name': options.serverName }),
    ...(options.isUnverified === true && { 'insecure-skip-tls-verify': true }),
    ...(options.authorityFile !== undefined && {
      'certificate-authority': options.authorityFile,
      'certificate-authority-data': '',
    }),
  }
}

function missing(what: string, name: string, present: Iterable<string>): ClientError {
  const names = [...present]
  const hint = names.length === 0 ? undefined : `there are: ${names.join(', ')}`
  return new ClientError('no-context', `${what} "${name}" does not exist in the kubeconfig`, { hint })
}

async function httpOptions(cluster: ClusterEntry, user: UserEntry, options: ResolveOptions): Promise<HttpOptions> {
  const server = (cluster.server ?? '').includes('://') ? (cluster.server ?? '') : `http://${cluster.server}`
  const authority = await pemOf(cluster, 'certificate-authority')
  const isUnverified = cluster['insecure-skip-tls-verify'] === true
  if (isUnverified && authority !== undefined && options.isUnverified !== true) {
    throw new ClientError('bad-config', 'certificate-authority and insecure-skip-tls-verify contradict each other')
  }
  const serverName = cluster['tls-server-name']
  const proxy = proxyTo(server, cluster['proxy-url'], options.findProxy)
  return {
    server: server.replace(/\/$/, ''),
    ...(authority !== undefined && !isUnverified && { authority }),
    ...(serverName !== undefined && serverName !== '' && { serverName }),
    isUnverified,
    ...(proxy !== undefined && { proxy }),
    headers: impersonation(user, options),
    userAgent: options.userAgent ?? 'berth',
  }
}

/** Each group and each extra is a header of its own: a comma belongs to the name. */
function impersonation(user: UserEntry, { asUser, asGroups }: Overrides): Record<string, string | string[]> {
  const name = asUser ?? user.as
  const groups = asGroups !== undefined && asGroups.length > 0 ? asGroups : (user['as-groups'] ?? [])
  if (name === undefined || name === '') {
    if (groups.length === 0) return {}
    throw new ClientError('bad-config', 'groups are impersonated without a user', { hint: 'add --kube-as-user' })
  }
  const extra = Object.entries(user['as-user-extra'] ?? {}).map(([key, values]): [string, string[]] => [
    `impersonate-extra-${encodeURIComponent(key)}`,
    [...values],
  ])
  return {
    'impersonate-user': name,
    ...(user['as-uid'] !== undefined && { 'impersonate-uid': user['as-uid'] }),
    ...(groups.length > 0 && { 'impersonate-group': [...groups] }),
    ...Object.fromEntries(extra),
  }
}
