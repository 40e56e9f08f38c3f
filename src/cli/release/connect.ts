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
} from '#client'
import type { Clock } from '#kube'
import type { Compat } from '#source'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { type KubeSettings, kubeSettings } from './kube-settings.ts'
import { podSettings } from './pod-settings.ts'
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
 * Finds the cluster of flags, environment and kubeconfig; where none of them names one, our own that runs. Sends nothing.
 * Throws CliError `unreachable` where there is none, ClientError for a kubeconfig that is wrong.
 */
export async function linkCluster(flags: GlobalInput, session: Session, clock: Clock): Promise<ClusterLink> {
  const settings = kubeSettings(flags, session)
  const { http, namespace, context } = await resolve(settings, { flags, session, clock })
  const rate = { requestsPerSecond: settings.requestsPerSecond, burst: settings.burst }
  const client = createClient(throttled(httpTransport(http), rate, clock))
  return { client, namespace, server: http.server, context }
}

interface Place {
  readonly flags: GlobalInput
  readonly session: Session
  readonly clock: Clock
}

async function resolve(settings: KubeSettings, { flags, session, clock }: Place): Promise<Resolved> {
  const surroundings = { clock, environment: session.environment, isInteractive: session.stdin.isTTY }
  const find = async (places: KubeconfigPlaces): Promise<Resolved> =>
    resolveContext(await loadKubeconfig(places), { ...settings.overrides, ...surroundings })
  try {
    return await find(settings.places)
  } catch (error) {
    if (!isNowhere(error)) throw noContext(error, { flags, session })
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

/** A context that is not there leaves the cluster out of reach. */
function noContext(error: unknown, { flags, session }: Pick<Place, 'flags' | 'session'>): unknown {
  if (!(error instanceof ClientError) || error.code !== 'no-context') return error
  const reason = error.message.replace(/ in the kubeconfig$/, '')
  const message = session.persona === 'helm' ? unreachableText(reason, flags.compat) : error.message
  return new CliError('unreachable', message, { hint: error.hint, cause: error })
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
  try {
    await client.raw({ method: 'GET', path: '/version' })
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    throw unreachable(error, server, compat)
  }
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
