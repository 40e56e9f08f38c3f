import { type KubeconfigPlaces, loadKubeconfig } from './kubeconfig/load.ts'
import { type ResolveOptions, resolveContext } from './kubeconfig/resolve.ts'
import { type Client, createClient } from './rest/client.ts'
import { httpTransport } from './transport/http.ts'

/** A client of the cluster that kubeconfig, environment and flags name. */
export interface Connection {
  readonly client: Client
  readonly namespace: string
  readonly context: string
  readonly server: string
}

/** Finds the cluster; sends nothing yet. Throws ClientError. */
export async function connect(places: KubeconfigPlaces, options: ResolveOptions): Promise<Connection> {
  const { http, namespace, context } = await resolveContext(await loadKubeconfig(places), options)
  return { client: createClient(httpTransport(http)), namespace, context, server: http.server }
}
