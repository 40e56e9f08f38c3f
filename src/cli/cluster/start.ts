import { join, resolve } from 'node:path'
import { parseKubeconfig } from '#client'
import {
  type ClusterFolder,
  type ClusterOptions,
  type ClusterStatus,
  clusterStatus,
  kubeconfigText,
  readStoreChoice,
  runInBackground,
  shareKubeconfig,
} from '#cluster'
import { durationMs } from '../flags/duration.ts'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { type AuthenticationFlags, authenticationOf, authenticationWords } from './authentication.ts'
import { programWith } from './program.ts'

/** What `cluster start` was told. */
export interface StartFlags extends AuthenticationFlags {
  readonly name: string
  readonly runtime: 'simulated'
  readonly nodes: number
  readonly metrics: boolean
  readonly 'scheduler-config': string | undefined
  readonly store: string | undefined
  readonly host: string | undefined
  readonly port: number
  readonly 'service-cidr': string | undefined
  readonly 'pod-cidr': string | undefined
  readonly join: string | undefined
  readonly 'audit-policy': string | undefined
  readonly 'audit-log': string | undefined
  readonly timeout: string
  readonly kubeconfig: string | undefined
  readonly 'no-kubeconfig': boolean
}

/** What stands around the flags. */
export interface StartPlace {
  /** Names of the flags that stood on the command line. */
  readonly given: ReadonlySet<string>
  readonly folder: ClusterFolder
  readonly home: string
  readonly session: Session
}

/** The flags as options. Throws ClusterError `bad-option`, CliError `usage`. */
export function clusterOptions(flags: StartFlags, { given, folder, home, session }: StartPlace): ClusterOptions {
  const { store, host, port } = flags
  if (given.has('port') && (port < 0 || port > 65_535)) throw new CliError('usage', `--port ${port} is no port`)
  if (given.has('nodes') && flags.nodes < 0) throw new CliError('usage', `--nodes ${flags.nodes} is no number of nodes`)
  const schedulerConfig = absolute(flags['scheduler-config'], session)
  const policy = absolute(flags['audit-policy'], session)
  const authentication = authenticationOf(flags, session.cwd)
  const log = absolute(flags['audit-log'], session) ?? join(folder.path, 'audit.log')
  return {
    name: flags.name,
    home,
    runtime: flags.runtime,
    // hooks of charts would hang otherwise
    endsTasks: true,
    ...(store !== undefined && { store: readStoreChoice(store) }),
    ...(given.has('nodes') && { nodes: flags.nodes }),
    ...(given.has('metrics') && { metrics: flags.metrics }),
    ...(schedulerConfig !== undefined && { schedulerConfig }),
    ...(host !== undefined && { host }),
    ...(given.has('port') && { port }),
    ...(flags['service-cidr'] !== undefined && { serviceCidr: flags['service-cidr'] }),
    ...(flags['pod-cidr'] !== undefined && { podCidr: flags['pod-cidr'] }),
    ...(flags.join !== undefined && { joins: resolve(session.cwd, flags.join) }),
    ...(policy !== undefined && { audit: { policy, log } }),
    ...(authentication !== undefined && { authentication }),
  }
}

/** How long it may take to stop what an interruption left half started. */
const STOP_MS = 5000

/** Starts the cluster in a process of its own and waits for it. */
export async function startBackground(flags: StartFlags, place: Omit<StartPlace, 'home'>): Promise<ClusterStatus> {
  const { folder, session } = place
  const words = ['cluster', 'start', '--foreground', '--no-kubeconfig', ...wordsOf(flags, place)]
  session.extendGrace?.(STOP_MS)
  const patience = { timeoutMs: durationMs(flags.timeout), signal: session.signal }
  await runInBackground(folder, programWith(words, session), patience)
  return clusterStatus(folder)
}

function absolute(path: string | undefined, { cwd }: Session): string | undefined {
  return path === undefined ? undefined : resolve(cwd, path)
}

function wordsOf(flags: StartFlags, { given, folder, session }: Omit<StartPlace, 'home'>): readonly string[] {
  const home = folder.path.split('/').slice(0, -2).join('/')
  const all: readonly (readonly [string, string | undefined])[] = [
    ['name', flags.name],
    ['data-dir', home],
    ['runtime', flags.runtime],
    ['nodes', flags.nodes < 0 ? undefined : String(flags.nodes)],
    ['metrics', given.has('metrics') ? String(flags.metrics) : undefined],
    ['scheduler-config', absolute(flags['scheduler-config'], session)],
    ['store', flags.store],
    ['host', flags.host],
    ['port', flags.port < 0 ? undefined : String(flags.port)],
    ['service-cidr', flags['service-cidr']],
    ['pod-cidr', flags['pod-cidr']],
    ['join', absolute(flags.join, session)],
    ['audit-policy', absolute(flags['audit-policy'], session)],
    ['audit-log', absolute(flags['audit-log'], session)],
    ...authenticationWords(flags, session.cwd),
  ]
  return all.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]))
}

/** Merges the context into the user's kubeconfig, unless told not to. Gives the file. */
export async function mergeContext(
  flags: StartFlags,
  folder: ClusterFolder,
  session: Session,
): Promise<string | undefined> {
  if (flags['no-kubeconfig']) return undefined
  const document = parseKubeconfig(await kubeconfigText(folder), folder.kubeconfig)
  const user = { explicit: flags.kubeconfig, variable: session.environment['KUBECONFIG'], home: session.home }
  return shareKubeconfig(folder, document, user)
}
