import { type Client, coreType, createClient, type Transport, type TransportResponse } from '#client'
import { type Cluster, startCluster } from '#cluster'
import type { KubeObject } from '#kube'
import type { KubeVersion } from '#render'
import { giveAddresses } from './load-balancer.ts'
import { type SkippingClock, skippingClock } from './skipping-clock.ts'

/** What the cluster of a case is like. */
export interface EphemeralOptions {
  readonly nodes: number
  /** Labels of all nodes. */
  readonly nodeLabels: Readonly<Record<string, string>>
  /** What it says of its version; its own when left out. */
  readonly version: KubeVersion | undefined
  readonly hasLoadBalancers: boolean
}

/** A cluster in memory that nobody outside of this process reaches. */
export interface Ephemeral {
  readonly client: Client
  readonly clock: SkippingClock
  stop(): Promise<void>
}

/**
 * Starts a cluster for one case: its time skips what nobody does anything in, jobs and init containers end well, webhooks that
 * its pods would serve let everything pass, pods and nodes tell what they use. Throws ClusterError, and
 * StatusError for labels that are none.
 */
export async function startEphemeral(options: EphemeralOptions): Promise<Ephemeral> {
  const { nodes, nodeLabels, version, hasLoadBalancers } = options
  const clock = skippingClock()
  const cluster = await startOn(clock, nodes)
  const stop = async (): Promise<void> => {
    await cluster.stop()
    clock.stop()
  }
  try {
    await labelNodes(cluster.client, nodeLabels)
  } catch (error) {
    await stop()
    throw error
  }
  const { transport } = cluster.client
  const client = version === undefined ? cluster.client : createClient(ofVersion(transport, version))
  const addresses = hasLoadBalancers ? giveAddresses(cluster.client, clock) : undefined
  return {
    client,
    clock,
    stop: async () => {
      await addresses?.close()
      await stop()
    },
  }
}

async function startOn(clock: SkippingClock, nodes: number): Promise<Cluster> {
  const rest = { listens: false, metrics: true, endsTasks: true, allowsWebhooks: true } as const
  try {
    return await startCluster({ store: 'memory', nodes, clock, ...rest })
  } catch (error) {
    // a clock that goes on keeps the program
    clock.stop()
    throw error
  }
}

async function labelNodes(client: Client, labels: Readonly<Record<string, string>>): Promise<void> {
  if (Object.keys(labels).length === 0) return
  const nodes = coreType('nodes', 'Node', false)
  for (const { metadata } of (await client.list(nodes)).items) {
    await client.patch(nodes, { name: metadata.name }, { type: 'merge', body: { metadata: { labels } } })
  }
}

/** The same server, which says that it has another version. */
function ofVersion(transport: Transport, { version, major, minor }: KubeVersion): Transport {
  return {
    ...transport,
    send: async (request) => {
      const response = await transport.send(request)
      if (request.method !== 'GET' || !/^\/version\/?$/.test(request.path)) return response
      return jsonResponse(response, { gitVersion: version, major, minor, platform: 'linux/amd64' })
    },
    close: () => transport.close(),
  }
}

function jsonResponse(
  { status, headers }: TransportResponse,
  body: Readonly<Record<string, string>>,
): TransportResponse {
  return { status, headers, body: pieces(JSON.stringify(body)), object: () => body as unknown as KubeObject }
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text)
}
