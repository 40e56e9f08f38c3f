import type { Handler } from '../contract/http.ts'
import type { KindTable } from '../contract/registry.ts'
import { discoveryHandlers, type ForeignVersions } from '../discovery/handlers.ts'
import { type HealthCheck, healthHandlers } from '../discovery/health.ts'
import { versionHandler } from '../discovery/version.ts'
import type { PathTable } from './dispatch.ts'
import { rootHandler } from './root-paths.ts'

/** What the paths outside of resources are served from. */
export interface PathOptions {
  readonly kinds: KindTable
  /** `host:port` as clients reach the server. */
  readonly address: () => string
  readonly checks: () => readonly HealthCheck[]
  /** Further paths: exact, or prefixes that end with a slash. */
  readonly more: Readonly<Record<string, Handler>>
  /** Discovery of groups that other servers serve. */
  readonly foreign?: ForeignVersions
}

/** Every path that names no resource. */
export function pathTable({ kinds, address, checks, more, foreign }: PathOptions): PathTable {
  const { api, apis, below } = discoveryHandlers(kinds, address, foreign)
  const health = ['/healthz', '/livez', '/readyz'].map((path) => ({ path, ...healthHandlers(path, checks) }))
  const all: Readonly<Record<string, Handler>> = {
    '/api': api,
    '/apis': apis,
    '/api/': below,
    '/apis/': below,
    '/version': versionHandler,
    ...Object.fromEntries(
      health.flatMap(({ path, root, below: one }) => [
        [path, root],
        [`${path}/`, one],
      ]),
    ),
    ...more,
  }
  const names = Object.keys(all)
  const exact = new Map(Object.entries(all).filter(([path]) => !path.endsWith('/')))
  exact.set(
    '/',
    rootHandler(kinds, () => names.filter((path) => !path.endsWith('/'))),
  )
  return { exact, prefixes: new Map(Object.entries(all).filter(([path]) => path.endsWith('/'))) }
}
