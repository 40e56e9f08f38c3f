import { createHash } from 'node:crypto'
import type { NodePlan } from '#kubelet'

/** The annotation that tells whose a simulated node is. */
export const FLEET = 'simulated.berth.dev/fleet'

/** The nodes of a cluster: `NAME`, `NAME-1`, `NAME-2` …; the first one stands for the control plane. */
export function simulatedNodes(name: string, count: number): readonly NodePlan[] {
  return Array.from({ length: count }, (_, index) => planOf(name, index))
}

function planOf(cluster: string, index: number): NodePlan {
  const name = index === 0 ? cluster : `${cluster}-${index}`
  return {
    name,
    address: addressOf(cluster, index),
    labels: {
      'beta.kubernetes.io/arch': ARCHITECTURE,
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': ARCHITECTURE,
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      ...(index === 0 && { 'node-role.kubernetes.io/control-plane': '' }),
    },
    annotations: { 'node.alpha.kubernetes.io/ttl': '0', [FLEET]: cluster },
    capacity: ROOM,
    info: infoOf(name),
  }
}

const ARCHITECTURE = process.arch === 'arm64' ? 'arm64' : 'amd64'
const ROOM = { cpu: '32', 'ephemeral-storage': '256Gi', memory: '256Gi', pods: '250' }

/** An address of 172.16.0.0/12 that the node keeps, and that nodes of another control plane are unlikely to have. */
function addressOf(cluster: string, index: number): string {
  const start = createHash('sha256').update(cluster).digest().readUInt32BE(0) % 1024
  const number = (start * 1024 + 1 + index) % 2 ** 20
  return `172.${16 + Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}`
}

function infoOf(name: string): NodePlan['info'] {
  const id = createHash('sha256').update(name).digest('hex').slice(0, 32)
  return {
    machineID: id,
    systemUUID: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
    bootID: '',
    kernelVersion: 'simulated',
    osImage: 'simulated',
    containerRuntimeVersion: 'simulated://1.0.0',
    kubeletVersion: 'v1.36.2',
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: ARCHITECTURE,
  }
}
