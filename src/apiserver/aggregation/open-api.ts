import { createHash } from 'node:crypto'
import type { JsonObject } from '#kube'
import type { OpenApiDocument } from '../openapi/documents.ts'
import type { Checked } from './check.ts'

/** The index of OpenAPI v3 with what other servers serve; `paths` are their documents, `apis/G/V`, each with its hash. */
export function mergedIndex(index: OpenApiDocument, remote: ReadonlyMap<string, string>): OpenApiDocument {
  if (remote.size === 0) return index
  const own = JSON.parse(Buffer.from(index.bytes).toString('utf8')) as { readonly paths: JsonObject }
  const paths = new Map(Object.entries(own.paths))
  for (const [path, hash] of remote) {
    if (!paths.has(path))
      paths.set(path, { serverRelativeURL: `/openapi/v3/${path}${hash === '' ? '' : `?hash=${hash}`}` })
  }
  const sorted = [...paths].sort(([a], [b]) => (a < b ? -1 : 1))
  const bytes = Buffer.from(JSON.stringify({ paths: Object.fromEntries(sorted) }))
  return { ...index, bytes, hash: createHash('sha512').update(bytes).digest('hex').toUpperCase() }
}

/** The documents of available servers, by path. */
export function remotePaths(checks: Iterable<readonly [string, Checked]>): ReadonlyMap<string, string> {
  const paths = new Map<string, string>()
  for (const [, { isAvailable, document }] of checks) {
    if (isAvailable && document !== undefined) paths.set(document.path, document.hash)
  }
  return paths
}
