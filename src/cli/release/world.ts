import { hostname, userInfo } from 'node:os'
import { ClientError, createClient, createRestMapper, localTransport } from '#client'
import type { Clock } from '#kube'
import { createDriver, ownProcess, type ReleaseDriver, type ReleaseWorld } from '#release'
import type { GlobalInput } from '../chart/helm-environment.ts'
import { isDebug } from '../chart/log.ts'
import type { Session } from '../frame/session.ts'
import { sessionClock } from './clock.ts'
import { checkReachable, linkCluster } from './connect.ts'
import { contextNamespace } from './context-namespace.ts'
import { warningLine } from './klog.ts'
import { prefixed } from './prefixed.ts'
import { localTimeText } from './time-text.ts'

/** What a command wants otherwise than most. */
export interface WorldWish {
  /** Told of what happens; nothing when left out. */
  readonly report?: ReleaseWorld['report']
  /** The namespace of the records, where it is not the release's: the empty one reads all (`--all-namespaces`). */
  readonly recordNamespace?: string
  /** Said before a failure to reach the cluster. */
  readonly checkText?: string | undefined
}

/**
 * The world that flags, environment and kubeconfig name: cluster, records (`$HELM_DRIVER`), clock, identity. Where nothing
 * names a cluster it is our own that runs. Throws CliError `unreachable` (exit code 69) when no cluster answers, `usage` for
 * an unknown driver, ClientError for a broken kubeconfig.
 */
export async function openWorld(flags: GlobalInput, session: Session, wish: WorldWish = {}): Promise<ReleaseWorld> {
  const { client, namespace, clock } = await reachCluster(flags, session, wish)
  const mapper = createRestMapper(client)
  const records = createDriver({
    kind: session.environment['HELM_DRIVER'] ?? '',
    client,
    namespace: wish.recordNamespace ?? namespace,
    clock,
    environment: session.environment,
    level: flags.compat,
    onBroken: warnOfBroken(session),
  })
  const driver = isDebug(flags, session) ? await logged(records, flags, session) : records
  return { ...surroundings(session, clock), client, mapper, driver, namespace, report: wish.report ?? silent }
}

/** A world to ask and not to change: a cluster, and no records. Throws as `openWorld` does. */
export async function openRecordless(flags: GlobalInput, session: Session, wish: WorldWish): Promise<ReleaseWorld> {
  return recordless(await reachCluster(flags, session, wish), flags, session)
}

/** A world without a cluster, for `--dry-run=client`: records are kept in memory, and whoever asks a server is told so. */
export async function openNowhere(flags: GlobalInput, session: Session): Promise<ReleaseWorld> {
  const client = createClient(
    localTransport(() => Promise.reject(new ClientError('no-context', 'no cluster is asked'))),
  )
  const namespace = await contextNamespace(flags, session)
  return recordless({ client, namespace, clock: sessionClock(session) }, flags, session)
}

type Reached = Pick<ReleaseWorld, 'client' | 'namespace' | 'clock'>

async function reachCluster(flags: GlobalInput, session: Session, wish: WorldWish): Promise<Reached> {
  const clock = sessionClock(session)
  const warn = (text: string): void => warnOfServer(text, flags, { session, report: wish.report })
  return prefixed(wish.checkText ?? '', async () => {
    const link = await linkCluster(flags, session, { clock, warn })
    await checkReachable(link, flags.compat)
    return { ...link, clock }
  })
}

function recordless({ client, namespace, clock }: Reached, { compat }: GlobalInput, session: Session): ReleaseWorld {
  const driver = createDriver({ kind: 'memory', client, namespace, clock, level: compat })
  const mapper = createRestMapper(client)
  return { ...surroundings(session, clock), client, mapper, driver, namespace, report: silent }
}

const silent = (): void => undefined

async function logged(driver: ReleaseDriver, flags: GlobalInput, session: Session): Promise<ReleaseDriver> {
  const [{ loggedDriver }, { helmLog }] = await Promise.all([import('./logged-driver.ts'), import('./helm-log.ts')])
  return loggedDriver(driver, helmLog(flags, session))
}

interface Telling {
  readonly session: Session
  /** Undefined where nothing is drawn. */
  readonly report: ReleaseWorld['report'] | undefined
}

/** What the server warns of: beside a tree that is being drawn an event, else a line; as `helm` that of its client's log. */
function warnOfServer(text: string, { compat }: GlobalInput, { session, report }: Telling): void {
  const { persona, stderr, now } = session
  if (persona === 'helm') stderr.write(warningLine(text, { compat, now }))
  else if (stderr.isTerminal && report !== undefined) report({ type: 'warning', text })
  else stderr.write(`warning: ${text}\n`)
}

/** Tells of every record that cannot be read, once; Helm passes over it without a word. */
function warnOfBroken({ persona, stderr }: Session): (name: string, error: Error) => void {
  const told = new Set<string>()
  return (name, { message }) => {
    if (persona === 'berth' && !told.has(name))
      stderr.write(`WARNING: ${name} is no record that can be read: ${message}\n`)
    told.add(name)
  }
}

/** What a world has that no cluster gives. */
function surroundings(
  session: Session,
  clock: Clock,
): Pick<ReleaseWorld, 'clock' | 'identity' | 'process' | 'random' | 'timeText' | 'signal'> {
  const own = ownProcess()
  return {
    clock,
    identity: identityText(),
    ...(own !== undefined && { process: own }),
    random: () => new DataView(session.randomBytes(4).buffer).getUint32(0) / 2 ** 32,
    timeText: localTimeText,
    signal: session.signal,
  }
}

/** `user@host (pid)`. */
function identityText(): string {
  return `${userName()}@${hostname()} (${process.pid})`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown' // a container may run as a user without a name
  }
}
