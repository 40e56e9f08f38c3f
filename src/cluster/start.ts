import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { type ApiServer, type AuthenticationOptions, createApiServer, type TlsFiles } from '#apiserver'
import { type Client, createClient, documentOf, type KubeconfigDocument, type KubeconfigEntry } from '#client'
import { StatusError } from '#kube'
import type { SchedulerConfiguration } from '#scheduler'
import { startCompaction } from '#store'
import { firstAddress } from './bootstrap/address.ts'
import { publishClusterInfo } from './bootstrap/cluster-info.ts'
import { publishAuthentication } from './bootstrap/extension-authentication.ts'
import { createKubernetesService, keepKubernetesService } from './bootstrap/kubernetes-service.ts'
import { createFirstObjects } from './bootstrap/objects.ts'
import { runControlLoops } from './control.ts'
import { ClusterError } from './error.ts'
import { kubeconfigEntry } from './kubeconfig.ts'
import { localConnector } from './node/connector.ts'
import { createNodes, type LocalNodes } from './node/local.ts'
import { passed } from './node/review.ts'
import { removeSurplusNodes } from './node/surplus.ts'
import { localUsage } from './node/usage.ts'
import type { ClusterOptions, SettledOptions } from './options.ts'
import { type Audit, openAudit } from './server/audit.ts'
import { openAuthentication } from './server/authentication.ts'
import { inProcess } from './server/in-process.ts'
import { choosePort } from './server/port.ts'
import { keepRenewed } from './server/renew.ts'
import { readSchedulerConfiguration } from './server/scheduler.ts'
import { settle } from './settle.ts'
import { publishKubeconfig } from './share-kubeconfig.ts'
import { snapshotHandler } from './snapshot/handler.ts'
import { type Certificates, FRONT_PROXY, readyCertificates, serverHosts } from './state/certificates.ts'
import { type ClusterFolder, clusterFolder, DEFAULT_NAME } from './state/folder.ts'
import { checkIdentity, takeShared } from './state/join.ts'
import { type Lock, takeLock } from './state/lock.ts'
import { type ClusterRecord, readRecord, writeRecord } from './state/record.ts'
import { type OpenStore, openStore } from './state/store.ts'
import { following, type Undo, unwind } from './undo.ts'

/** A cluster that runs in this process. */
export interface Cluster {
  readonly name: string
  /** As `kubernetes-admin`, without HTTP. */
  readonly client: Client
  /** `https://host:port`; undefined when it does not listen. */
  readonly address: string | undefined
  /** For other programs; it holds the administrator's key. */
  readonly kubeconfig: KubeconfigDocument
  /** Stops everything; what was acknowledged is kept. */
  stop(): Promise<void>
}

/**
 * Starts a cluster: store, API server, controllers and a node. Fulfilled once it answers and its first objects are there.
 * Throws ClusterError, StoreError.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const folder = options.home === undefined ? undefined : clusterFolder(options.home, options.name ?? DEFAULT_NAME)
  const record = folder === undefined ? undefined : await readRecord(folder)
  const settled = settle(options, record)
  const lock = folder === undefined ? undefined : await takeLock(folder, settled.clock.now())
  const assembly: Assembly = { settled, folder, record, lock, undo: [() => lock?.release()] }
  try {
    return await assemble(assembly)
  } catch (error) {
    await end(assembly)
    throw startFailure(error)
  }
}

/** A store that takes no writes refuses the first objects already: that is no fault of whoever started it. */
function startFailure(error: unknown): unknown {
  if (!(error instanceof StatusError)) return error
  return new ClusterError('start-failed', error.message, {
    hint: 'is there room for the store? berth cluster status shows its folder',
    cause: error,
  })
}

interface Assembly {
  readonly settled: SettledOptions
  readonly folder: ClusterFolder | undefined
  readonly record: ClusterRecord | undefined
  readonly lock: Lock | undefined
  /** What to do at the end, last one first. */
  readonly undo: Undo[]
}

/** Changes are forgotten after so long at the earliest, as kube-apiserver does it. */
const COMPACT_MS = 5 * 60_000

const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
const SERVER = { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] }

async function assemble(assembly: Assembly): Promise<Cluster> {
  const { settled, folder, lock, undo } = assembly
  const scheduling = await schedulingOf(settled)
  const open = await openAll(assembly)
  const { name } = settled
  const { server, certificates, client } = open
  await createFirstObjects(client, settled.serviceCidr)
  const port = Number(server.address?.slice(server.address.lastIndexOf(':') + 1) ?? 6443)
  const place = { serviceAddress: firstAddress(settled.serviceCidr), port }
  await createKubernetesService(client, place)
  const onServiceError = (error: unknown) => report(assembly, 'kubernetes service', error)
  undo.push(keepKubernetesService(client, place, { clock: settled.clock, onError: onServiceError }))
  await publishAuthentication(client, certificates.current)
  await open.nodes.kubelets.register(open.clientOf('kubelet'))
  const address = server.address === undefined ? undefined : `https://${server.address}`
  const reached = address ?? `https://${settled.host}:${port}`
  const entry = () => kubeconfigEntry(name, reached, certificates.current)
  await publishClusterInfo(client, reached, certificates.current.trusted)
  if (folder !== undefined) {
    await writeRecord(folder, recordOf(assembly, port))
    await publishKubeconfig(folder, entry(), (error) => report(assembly, 'kubeconfig', error))
  }
  undo.push(renewing(assembly, open, entry))
  if (address !== undefined) await lock?.announce(address)
  // controllers read everything there is: others need not wait for that
  undo.push(following((signal) => runControlLoops({ settled, ...open, scheduling, identity: identity() }, signal)))
  removeSurplusNodes(client, name, open.nodes.nodes).catch((error: unknown) => report(assembly, 'nodes', error))
  return {
    name,
    client: createClient(inProcess(server.handle, { user: ADMIN, program: 'berth' })),
    address,
    get kubeconfig() {
      return documentOf(entry())
    },
    stop: () => end(assembly),
  }
}

interface Open {
  readonly client: Client
  /** The same in the name of another part of the cluster. */
  readonly clientOf: (program: string) => Client
  readonly server: ApiServer
  /** Replaced when one was renewed. */
  readonly certificates: { current: Certificates }
  /** True when other control planes work on the same store. */
  readonly isShared: boolean
  readonly nodes: LocalNodes
}

/** Opens the store and starts the API server on it. */
async function openAll(assembly: Assembly): Promise<Open> {
  const { settled, folder, record, undo } = assembly
  // who has run before has objects that were made with its own keys
  if (settled.joins !== undefined && folder !== undefined && record === undefined)
    await takeShared(settled.joins, folder)
  const open = await openStore(settled.store, folder)
  undo.push(() => open.store.close())
  undo.push(startCompaction(open.kept, settled.clock, COMPACT_MS))
  const port = settled.listens ? await choosePort(settled.host, settled.port, record?.port) : undefined
  const certificates = { current: await readyCertificates(orderOf(assembly)) }
  if (open.isShared && folder !== undefined) await checkIdentity(open.kept, folder)
  const onError = (error: unknown) => report(assembly, 'audit', error)
  const audit = settled.audit && (await openAudit(settled.audit, settled.clock, onError))
  undo.push(() => audit?.sink.close())
  const authentication = await openAuthentication(settled.authentication)
  const nodes = createNodes(settled)
  const server = createApiServer(serverOptions(assembly, { open, certificates, port, audit, authentication, nodes }))
  undo.push(() => server.close())
  await server.start()
  const clientOf = (program: string) => createClient(inProcess(server.handle, { user: SERVER, program }))
  return { client: clientOf('kube-apiserver'), clientOf, server, certificates, isShared: open.isShared, nodes }
}

/** Keeps certificates young: connections to come, aggregated servers and kubeconfigs get the new ones. */
function renewing(assembly: Assembly, { server, client, certificates }: Open, entry: () => KubeconfigEntry): Undo {
  const { settled, folder } = assembly
  const onError = (error: unknown) => report(assembly, 'certificates', error)
  return keepRenewed({
    clock: settled.clock,
    order: () => orderOf(assembly),
    use: async (fresh) => {
      certificates.current = fresh
      server.reload(tlsOf(fresh))
      await publishAuthentication(client, fresh)
      await publishClusterInfo(client, entry().cluster.server ?? '', fresh.trusted)
      if (folder !== undefined) await publishKubeconfig(folder, entry(), onError)
    },
    onError,
  })
}

function end(assembly: Assembly): Promise<void> {
  return unwind(assembly.undo, {
    clock: assembly.settled.clock,
    onError: (error) => report(assembly, 'stop', error),
  })
}

type ServerOptions = Parameters<typeof createApiServer>[0]

interface ServerParts {
  readonly open: OpenStore
  readonly certificates: { readonly current: Certificates }
  readonly port: number | undefined
  readonly audit: Audit | undefined
  readonly authentication: AuthenticationOptions
  readonly nodes: LocalNodes
}

function serverOptions(assembly: Assembly, parts: ServerParts): ServerOptions {
  const { open, certificates, port, audit, authentication, nodes } = parts
  const { settled, folder } = assembly
  return {
    store: open.store,
    isShared: open.isShared,
    clock: settled.clock,
    random: Math.random,
    serviceCidr: settled.serviceCidr,
    nodes: { ...localConnector({ ...nodes, clock: settled.clock }), ...(settled.allowsWebhooks && { review: passed }) },
    ...(settled.metrics && { usage: localUsage(nodes) }),
    frontProxyClient: () => certificates.current.frontProxyClient,
    newUid: randomUUID,
    tokens: { issuer: 'https://kubernetes.default.svc.cluster.local', key: certificates.current.tokenKey },
    authentication: { ...authentication, frontProxies: [FRONT_PROXY] },
    paths: folder === undefined ? {} : { '/berth/snapshot': snapshotHandler(open.kept, folder) },
    onError: (error) => report(assembly, 'apiserver', error),
    ...(audit !== undefined && { audit }),
    ...(port !== undefined && { listen: { host: settled.host, port, tls: tlsOf(certificates.current) } }),
  }
}

function tlsOf({ server, trusted, trustedFrontProxies }: Certificates): TlsFiles {
  return { key: server.key, cert: server.certificate, ca: trusted, frontProxyCa: trustedFrontProxies }
}

function orderOf({ settled, folder }: Assembly): Parameters<typeof readyCertificates>[0] {
  return {
    nowMs: settled.clock.now(),
    hosts: serverHosts(settled.host, firstAddress(settled.serviceCidr)),
    isShared: settled.store.type === 'etcd',
    ...(folder !== undefined && { folder: folder.certificates }),
  }
}

function recordOf({ settled, record }: Assembly, port: number): ClusterRecord {
  const { runtime, nodes, metrics, store, serviceCidr, podCidr, host, clock } = settled
  const { createdAt, kubeconfigs } = record ?? { createdAt: clock.now(), kubeconfigs: [] }
  return { runtime, nodes, metrics, store, serviceCidr, podCidr, host, port, createdAt, kubeconfigs }
}

async function schedulingOf({ schedulerConfig }: SettledOptions): Promise<SchedulerConfiguration> {
  return schedulerConfig === undefined ? {} : await readSchedulerConfiguration(schedulerConfig)
}

/** Names this process among control planes on one store. */
function identity(): string {
  return `${hostname()}_${randomUUID()}`
}

function report({ settled }: Assembly, part: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  settled.trace({ message: 'trouble', fields: { part, error: reason } })
}
