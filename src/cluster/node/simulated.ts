import { type Client, coreType, pause } from '#client'
import { type Clock, type Json, type JsonObject, type KubeObject, StatusError, textAt, valueAt } from '#kube'
import { leases } from './lease.ts'

const nodes = coreType('nodes', 'Node', false)
const LEASE_MS = 10_000
const LEASE_SECONDS = 40

/** A node that exists only in the API: always ready, with room for many pods. */
export interface SimulatedNode {
  readonly client: Client
  readonly clock: Clock
  readonly name: string
  readonly onError: (error: unknown) => void
}

/** Registers the node; what is there already of a former run is kept. */
export async function registerNode({ client, clock, name }: SimulatedNode): Promise<void> {
  const now = timeText(clock.now())
  const node = nodeObject(name)
  try {
    const made = await client.create(nodes, node)
    await client.update(nodes, { ...made, status: statusOf(name, now) }, { subresource: 'status' })
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 'AlreadyExists') throw error
    const body: JsonObject = { status: statusOf(name, now) }
    await client.patch(nodes, { name }, { type: 'merge', body }, { subresource: 'status' })
  }
  await takePods(client, name)
}

/** Takes the taint away that every new node gets until it is ready: nobody else looks after this one. */
async function takePods(client: Client, name: string): Promise<void> {
  const taints = valueAt(await client.get(nodes, { name }), 'spec', 'taints')
  if (!Array.isArray(taints)) return
  const left = taints.filter((taint: Json) => textAt(taint, 'key') !== 'node.kubernetes.io/not-ready')
  if (left.length < taints.length)
    await client.patch(nodes, { name }, { type: 'merge', body: { spec: { taints: left.length > 0 ? left : null } } })
}

/** Renews the node's lease until the signal fires, as a kubelet does. Never throws. */
export async function keepAlive(node: SimulatedNode, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await renewLease(node)
    } catch (error) {
      if (!signal.aborted) node.onError(error)
    }
    await pause(node.clock, LEASE_MS, signal)
  }
}

async function renewLease({ client, clock, name }: SimulatedNode): Promise<void> {
  const renewTime = new Date(clock.now()).toISOString().replace('Z', '000Z')
  const place = { namespace: 'kube-node-lease', name }
  const spec = { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime }
  try {
    await client.patch(leases, place, { type: 'merge', body: { spec } })
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 'NotFound') throw error
    const { metadata } = await client.get(nodes, { name })
    const owner = { apiVersion: 'v1', kind: 'Node', name, uid: metadata['uid'] ?? '' }
    const lease: KubeObject = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...place, ownerReferences: [owner] },
      spec,
    }
    await client.create(leases, lease)
  }
}

function nodeObject(name: string): KubeObject {
  const labels = {
    'beta.kubernetes.io/arch': ARCHITECTURE,
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': ARCHITECTURE,
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'node-role.kubernetes.io/control-plane': '',
  }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: { 'node.alpha.kubernetes.io/ttl': '0' } },
    spec: { podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] },
  }
}

const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'amd64'
const ROOM = { cpu: '32', 'ephemeral-storage': '256Gi', memory: '256Gi', pods: '1000' }

const CONDITIONS: readonly (readonly [string, string, string, string])[] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
]

function statusOf(name: string, now: string): JsonObject {
  return {
    capacity: ROOM,
    allocatable: ROOM,
    conditions: CONDITIONS.map(([type, status, reason, message]) => ({
      type,
      status,
      lastHeartbeatTime: now,
      lastTransitionTime: now,
      reason,
      message,
    })),
    addresses: [
      { type: 'InternalIP', address: '10.244.0.1' },
      { type: 'Hostname', address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10_250 } },
    nodeInfo: {
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: 'simulated',
      osImage: 'simulated',
      containerRuntimeVersion: 'simulated://1.0.0',
      kubeletVersion: 'v1.36.2',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: ARCHITECTURE,
    },
  }
}

function timeText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z')
}
