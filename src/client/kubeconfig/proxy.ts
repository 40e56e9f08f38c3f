import { ClientError } from '../error.ts'

/** The proxy that the environment names for an address; undefined for a direct connection. */
export type FindProxy = (url: URL) => URL | undefined

/** The proxy to a server: the cluster's own, else the environment's. Throws ClientError `bad-config`. */
export function proxyTo(server: string, configured: string | undefined, find: FindProxy | undefined): URL | undefined {
  if (configured !== undefined && configured !== '') return usable(URL.parse(configured), configured)
  const url = URL.parse(server)
  const found = url === null ? undefined : find?.(url)
  return found && usable(found, found.href)
}

function usable(url: URL | null, text: string): URL {
  if (url !== null && /^(https?|socks5h?):$/.test(url.protocol)) return url
  throw new ClientError('bad-config', `proxy-url ${text} – expected http, https or socks5`)
}
