import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { createApiServer } from '#apiserver'
import { type Client, createClient, documentOf, type KubeconfigDocument, textOfDocument } from '#client'
import { startCompaction } from '#store'
import { firstAddress } from './bootstrap/address.ts'
import { createKubernetesService } from './bootstrap/kubernetes-service.ts'
import { createFirstObjects } from './bootstrap/objects.ts'
import { runControlLoops } from './control.ts'
import { kubeconfigEntry } from './kubeconfig.ts'
import { simulatedConnector } from './node/connector.ts'
import { keepAlive, registerNode } from './node/simulated.ts'
import type { ClusterOptions, SettledOptions } from './options.ts'
import { type Audit, openAudit } from './server/audit.ts'
import { inProcess } from './server/in-process.ts'
import { choosePort } from './server/port.ts'
import { keepRenewed } from './server/renew.ts'
import { settle } from './settle.ts'
import { snapshotHandler } from './snapshot/handler.ts'
import { type Certificates, readyCertificates, serverHosts } from './state/certificates.ts'
import { writeDurably } from './state/file.ts'
import { type ClusterFolder, clusterFolder, DEFAULT_NAME } from './state/folder.ts'
import { checkIdentity, takeShared } from './state/join.ts'
import { type Lock, takeLock } from './state/lock.ts'
import { type ClusterRecord, readRecord, writeRecord } from './state/record.ts'
import { type OpenStore, openStore } from './state/store.ts'

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
  const undo: (() => Promise<void> | void)[] = [() => lock?.release()]
  try {
    return await assemble({ settled, folder, record, lock, undo })
  } catch (error) {
    await unwind(undo)
    throw error
  }
}

interface Assembly {
  readonly settled: SettledOptions
  readonly folder: ClusterFolder | undefined
  readonly record: ClusterRecord | undefined
  readonly lock: Lock | undefined
  /** What to do at the end, last one first. */
  readonly undo: (() => Promise<void> | void)[]
}

/** Changes of a shared store are forgotten after so long at the earliest, as kube-apiserver does it. */
const COMPACT_MS = 5 * 60_000

const ADMIN = { name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }
const SERVER = { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] }

async function assemble(assembly: Assembly): Promise<Cluster> {
  const { settled, folder, record, lock, undo } = assembly
  const { name, host, clock, serviceCidr } = settled
  // who has run before has objects that were made with its own keys
  if (settled.joins !== undefined && folder !== undefined && record === undefined)
    await takeShared(settled.joins, folder)
  const open = await openStore(settled.store, folder)
  undo.push(() => open.store.close())
  if (open.isShared) undo.push(startCompaction(open.kept, clock, COMPACT_MS))
  const port = settled.listens ? await choosePort(host, settled.port, record?.port) : undefined
  const certificates = await readyCertificates(orderOf(assembly))
  if (open.isShared && folder !== undefined) await checkIdentity(open.kept, folder)
  const audit = settled.audit && (await openAudit(settled.audit, clock, (error) => report(assembly, 'audit', error)))
  undo.push(() => audit?.sink.close())
  const server = createApiServer(serverOptions(assembly, { open, certificates, port, audit }))
  undo.push(() => server.close())
  await server.start()
  const client = createClient(inProcess(server.handle, SERVER))
  const address = server.address === undefined ? undefined : `https://${server.address}`
  const actualPort = Number(server.address?.slice(server.address.lastIndexOf(':') + 1) ?? 6443)
  await createFirstObjects(client, serviceCidr)
  await createKubernetesService(client, { serviceAddress: firstAddress(serviceCidr), port: actualPort })
  const node = { client, clock, name, onError: (error: unknown) => report(assembly, 'node', error) }
  await registerNode(node)
  undo.push(following((signal) => keepAlive(node, signal)))
  undo.push(
    keepRenewed({
      clock,
      order: () => orderOf(assembly),
      use: (fresh) => server.reload(tlsOf(fresh)),
      onError: node.onError,
    }),
  )
  const entry = kubeconfigEntry(name, address ?? `https://${host}:${actualPort}`, certificates)
  if (folder !== undefined) {
    await writeRecord(folder, recordOf(assembly, actualPort))
    await writeDurably(folder.kubeconfig, textOfDocument(documentOf(entry)))
  }
  if (address !== undefined) await lock?.announce(address)
  // controllers read everything there is: others need not wait for that
  undo.push(
    following((signal) =>
      runControlLoops(
        { settled, client, certificates, signToken: server.signToken, isShared: open.isShared, identity: identity() },
        signal,
      ),
    ),
  )
  return {
    name,
    client: createClient(inProcess(server.handle, ADMIN)),
    address,
    kubeconfig: documentOf(entry),
    stop: () => unwind(undo),
  }
}

type ServerOptions = Parameters<typeof createApiServer>[0]

interface ServerParts {
  readonly open: OpenStore
  readonly certificates: Certificates
  readonly port: number | undefined
  readonly audit: Audit | undefined
}

function serverOptions(assembly: Assembly, { open, certificates, port, audit }: ServerParts): ServerOptions {
  const { settled, folder } = assembly
  return {
    store: open.store,
    clock: settled.clock,
    random: Math.random,
    serviceCidr: settled.serviceCidr,
    nodes: simulatedConnector,
    newUid: randomUUID,
    tokens: { issuer: 'https://kubernetes.default.svc.cluster.local', key: certificates.tokenKey },
    paths: folder === undefined ? {} : { '/berth/snapshot': snapshotHandler(open.kept, folder) },
    onError: (error) => report(assembly, 'apiserver', error),
    ...(audit !== undefined && { audit }),
    ...(port !== undefined && { listen: { host: settled.host, port, tls: tlsOf(certificates) } }),
  }
}

function tlsOf({ server, authority }: Certificates): { key: string; cert: string; ca: string[] } {
  return { key: server.key, cert: server.certificate, ca: [authority.pair.certificate] }
}

function orderOf({ settled, folder }: Assembly): Parameters<typeof readyCertificates>[0] {
  return {
    nowMs: settled.clock.now(),
    hosts: serverHosts(settled.host, firstAddress(settled.serviceCidr)),
    ...(folder !== undefined && { folder: folder.certificates }),
  }
}

function recordOf({ settled, record }: Assembly, port: number): ClusterRecord {
  const { runtime, store, serviceCidr, host, clock } = settled
  const { createdAt, kubeconfigs } = record ?? { createdAt: clock.now(), kubeconfigs: [] }
  return { runtime, store, serviceCidr, host, port, createdAt, kubeconfigs }
}

/** Names this process among control planes on one store. */
function identity(): string {
  return `${hostname()}_${randomUUID()}`
}

/** Runs something until the end; what it gives back ends it and waits. */
function following(run: (signal: AbortSignal) => Promise<void>): () => Promise<void> {
  const stop = new AbortController()
  const running = run(stop.signal)
  return async () => {
    stop.abort()
    await running
  }
}

async function unwind(undo: (() => Promise<void> | void)[]): Promise<void> {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step()
}

function report({ settled }: Assembly, part: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  settled.trace({ message: 'trouble', fields: { part, error: reason } })
}
