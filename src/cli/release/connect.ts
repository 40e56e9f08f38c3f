import {
  type Client,
  ClientError,
  createClient,
  httpTransport,
  type Kubeconfig,
  type KubeconfigPlaces,
  loadKubeconfig,
  type Overrides,
  type Resolved,
  resolveContext,
  type Transport,
} from '#client'
import { type Clock, StatusError } from '#kube'
import type { Compat } from '#source'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { tellingRequests } from './klog.ts'
import { type KubeSettings, kubeSettings } from './kube-settings.ts'
import { podSettings } from './pod-settings.ts'
import { tellingWarnings } from './server-warnings.ts'
import { throttled } from './throttle.ts'

/** A way to the cluster that a command line means. */
export interface ClusterLink {
  readonly client: Client
  /** Of `-n`, `$HELM_NAMESPACE`, the context, or `default`. */
  readonly namespace: string
  readonly server: string
  readonly context: string
}

/**
 * Finds the cluster of flags, environment and kubeconfig; where none of them names one, our own that runs. Sends nothing; what
 * the server warns of later goes to `warn`.
 * Throws CliError `unreachable` where there is none, ClientError for a kubeconfig that is wrong.
 */
export async function linkCluster(
  flags: GlobalInput,
  session: Session,
  { clock, warn }: { readonly clock: Clock; readonly warn?: (text: string) => void },
): Promise<ClusterLink> {
  const settings = kubeSettings(flags, session)
  const { http, namespace, context } = await resolve(settings, { flags, session, clock })
  const rate = { requestsPerSecond: settings.requestsPerSecond, burst: settings.burst }
  const open = transportTo(http, { flags, session })
  const told = { verbosity: flags.v ?? 0, server: http.server, write: (line: string) => session.stderr.write(line) }
  const transport = throttled(tellingRequests(open, told, { compat: flags.compat, now: session.now }), rate, clock)
  const client = createClient(warn === undefined ? transport : tellingWarnings(transport, warn))
  return { client, namespace, server: http.server, context }
}

function transportTo(http: Resolved['http'], place: Pick<Place, 'flags' | 'session'>): Transport {
  try {
    return httpTransport(http)
  } catch (error) {
    throw misled(error, place)
  }
}

interface Place {
  readonly flags: GlobalInput
  readonly session: Session
  readonly clock: Clock
}

async function resolve(settings: KubeSettings, { flags, session, clock }: Place): Promise<Resolved> {
  const { findProxy } = settings
  const surroundings = { clock, environment: session.environment, findProxy, isInteractive: session.stdin.isTTY }
  const find = async (places: KubeconfigPlaces): Promise<Resolved> =>
    resolveContext(await loadKubeconfig(places), { ...settings.overrides, ...surroundings })
  try {
    return await find(settings.places)
  } catch (error) {
    if (!isNowhere(error)) throw misled(error, { flags, session })
    const inside = podSettings(session.environment)
    if (inside !== undefined) return resolveContext(NOTHING, { ...inside, ...known(settings), ...surroundings })
    const { ownKubeconfig } = await import('./own-cluster.ts')
    const explicit = await ownKubeconfig(session)
    if (explicit === undefined) throw noCluster(flags, session, error)
    return find({ ...settings.places, explicit })
  }
}

const NOTHING: Kubeconfig = { currentContext: '', clusters: new Map(), users: new Map(), contexts: new Map() }

/** What the command line and the variables say, without what they leave open. */
function known({ overrides }: KubeSettings): Overrides {
  return Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined))
}

/** A kubeconfig that leads nowhere leaves the cluster out of reach; Helm says only that. */
function misled(error: unknown, { flags, session }: Pick<Place, 'flags' | 'session'>): unknown {
  if (!(error instanceof ClientError)) return error
  if (session.persona === 'helm')
    return new CliError('unreachable', unreachableText(goReason(error.message), flags.compat), { cause: error })
  return error.code === 'no-context'
    ? new CliError('unreachable', error.message, { hint: error.hint, cause: error })
    : error
}

/** What is wrong with a kubeconfig, as client-go says it. */
const GO_REASONS: readonly (readonly [ours: RegExp, theirs: string])[] = [
  [/ in the kubeconfig$/, ''],
  [/^(.*) – no such file$/, 'stat $1: no such file or directory'],
  [/^(.*) – ENOENT: no such file or directory, open .*$/, 'invalid configuration: open $1: no such file or directory'],
  [/^(.*) – EISDIR: .*$/, 'error loading config file "$1": read $1: is a directory'],
  [/^(.*) – (yaml: .*)$/, 'error loading config file "$1": $2'],
  [/^certificate-authority – no PEM text$/, 'unable to load root certificates: unable to parse bytes as PEM block'],
  [/^client-(certificate|key) – no PEM text$/, 'tls: failed to find any PEM data in $1 input'],
  [/^server (([a-z]+):\/\/.*) is no http or https address$/, 'Get "$1/version": unsupported protocol scheme "$2"'],
  [
    /^groups are impersonated without a user$/,
    'invalid configuration: requesting uid, groups or user-extra without impersonating a user',
  ],
]

function goReason(text: string): string {
  return GO_REASONS.reduce((told, [ours, theirs]) => told.replace(ours, theirs), text)
}

/** Does nothing at all say where a cluster is? */
function isNowhere(error: unknown): boolean {
  return error instanceof ClientError && error.code === 'no-context' && error.message === 'no cluster is configured'
}

function noCluster({ compat }: GlobalInput, { persona }: Session, cause: unknown): CliError {
  const nowhere = 'Get "http://localhost:8080/version": dial tcp 127.0.0.1:8080: connect: connection refused'
  const ours = 'no cluster: no kubeconfig names one, and none of berth runs'
  return new CliError('unreachable', persona === 'helm' ? unreachableText(nowhere, compat) : ours, {
    hint: 'start one with berth cluster start, or name one with --kubeconfig or --kube-context',
    cause,
  })
}

/**
 * Asks the cluster for its version, as Helm does before it acts. Throws CliError `unreachable`, with Helm's words, when
 * there is no answer.
 */
export async function checkReachable({ client, server }: ClusterLink, compat: Compat): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  try {
    await client.raw({ method: 'GET', path: '/version', signal: patience })
  } catch (error) {
    if (patience.aborted) throw silent(server, compat)
    if (error instanceof StatusError && error.status.code === 401) throw unauthorized(error, compat)
    if (!(error instanceof ClientError)) throw error
    throw unreachable(error, server, compat)
  }
}

/** How long the first answer may take, as for client-go's discovery. */
const PATIENCE_MS = 32_000

function silent(server: string, compat: Compat): CliError {
  const reason = 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
  return new CliError('unreachable', unreachableText(`Get "${server}/version": ${reason}`, compat), {
    hint: `nothing came in ${PATIENCE_MS / 1000} seconds: is it the right address, and does a firewall let it through?`,
  })
}

function unauthorized(cause: StatusError, compat: Compat): CliError {
  const reason = 'the server has asked for the client to provide credentials'
  return new CliError('unreachable', unreachableText(reason, compat), {
    hint: 'the token or certificate of the kubeconfig is not (or no longer) accepted: renew it, or choose another --kube-context',
    cause,
  })
}

function unreachable(error: ClientError, server: string, compat: Compat): CliError {
  const [peer = '', reason = error.message] = error.message.split(' – ', 2)
  const where = error.code === 'unreachable' ? `dial tcp ${peer}: connect: ${reason}` : error.message
  return new CliError('unreachable', unreachableText(`Get "${server}/version": ${where}`, compat), {
    hint: error.hint,
    cause: error,
  })
}

function unreachableText(reason: string, compat: Compat): string {
  return `${compat === 'helm3' ? 'K' : 'k'}ubernetes cluster unreachable: ${reason}`
}
