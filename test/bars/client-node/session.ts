import type { BuiltCluster } from '../../cluster/harness.ts'
import type { ClientLibrary, CoreApi, LeaseApi } from './library.ts'

/** A cluster, and the library's way to it. */
export interface Session {
  readonly library: ClientLibrary
  readonly cluster: BuiltCluster
  readonly config: InstanceType<ClientLibrary['KubeConfig']>
  readonly core: CoreApi
  readonly leases: LeaseApi
}

/** Opens the library on a cluster. */
export function openSession(library: ClientLibrary, cluster: BuiltCluster): Session {
  const config = new library.KubeConfig()
  config.loadFromFile(cluster.kubeconfig)
  const core = config.makeApiClient(library.CoreV1Api) as CoreApi
  const leases = config.makeApiClient(library.CoordinationV1Api) as LeaseApi
  return { library, cluster, config, core, leases }
}

/** A config map to write. */
export function configMap(name: string, data: Record<string, string>, labels: Record<string, string> = {}): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data }
}

/** Waits until something holds; throws with the last state when it does not in 20 s. */
export async function until(what: string, holds: () => boolean, state: () => unknown = () => ''): Promise<void> {
  for (const end = Date.now() + 20_000; !holds(); await pauseMs(20))
    if (Date.now() > end) throw new Error(`${what} did not come about: ${JSON.stringify(state())}`)
}

/** Waits. */
export function pauseMs(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Throws unless two values are the same as JSON. */
export function same(what: string, given: unknown, wanted: unknown): void {
  const [one, other] = [JSON.stringify(given), JSON.stringify(wanted)]
  if (one !== other) throw new Error(`${what}: ${one}, wanted ${other}`)
}

/** The HTTP code that a call is refused with. */
export async function codeOf(call: Promise<unknown>): Promise<number | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    return (error as { code?: number }).code
  }
}
