import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Overrides } from '#client'

/** Where a pod finds who it is. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * The cluster that this program runs in, as a pod of it; undefined outside of pods. Source: client-go
 * `rest.InClusterConfig`.
 */
export function podSettings(
  environment: Readonly<Record<string, string | undefined>>,
  folder = ACCOUNT,
): Overrides | undefined {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment
  const token = join(folder, 'token')
  if (!host || !port || !existsSync(token)) return undefined
  const authority = join(folder, 'ca.crt')
  const namespace = join(folder, 'namespace')
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    token: readFileSync(token, 'utf8').trim(),
    ...(existsSync(authority) && { authorityFile: authority }),
    ...(existsSync(namespace) && { namespace: readFileSync(namespace, 'utf8').trim() }),
  }
}
