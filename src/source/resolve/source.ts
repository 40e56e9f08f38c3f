import { statSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { SourceError } from '../error.ts'
import { quote } from '../text.ts'

/** What a CHART argument means: where the chart is to be had. `version` is a constraint, absent for the newest. */
export type SourcePlan =
  | { readonly kind: 'folder' | 'archive'; readonly path: string }
  | { readonly kind: 'registry'; readonly reference: string; readonly version?: string }
  | { readonly kind: 'url'; readonly url: string; readonly version?: string }
  | { readonly kind: 'repository'; readonly repository: string; readonly chart: string; readonly version?: string }
  | { readonly kind: 'repository-url'; readonly url: string; readonly chart: string; readonly version?: string }

/** Flags beside the argument. */
export interface ResolveOptions {
  /** `--repo`: the argument is then a chart's name in that repository. */
  readonly repositoryUrl?: string
  /** `--version`. */
  readonly version?: string
}

/**
 * What the user means by CHART, in Helm's order: with `--repo` a name there; a path that exists; then a registry
 * reference, a URL, or `repository/chart`. Throws `not-found`, `invalid-name`. Source: helm pkg/action LocateChart,
 * pkg/downloader ResolveChartVersion.
 */
export function resolveSource(argument: string, options: ResolveOptions = {}): SourcePlan {
  const name = argument.trim()
  const version = options.version?.trim()
  const withVersion = version ? { version } : {}
  if (options.repositoryUrl) return { kind: 'repository-url', url: options.repositoryUrl, chart: name, ...withVersion }
  return localPlan(name) ?? { ...remotePlan(name), ...withVersion }
}

function localPlan(name: string): SourcePlan | undefined {
  const stats = statSync(name, { throwIfNoEntry: false })
  if (stats !== undefined) return { kind: stats.isDirectory() ? 'folder' : 'archive', path: resolve(name) }
  if (!isAbsolute(name) && !name.startsWith('.')) return undefined
  throw new SourceError('not-found', `path ${quote(name)} not found`, { hint: 'name a chart folder or a .tgz archive' })
}

function remotePlan(name: string): SourcePlan {
  if (name.startsWith('oci://')) return { kind: 'registry', reference: name }
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/]+/.test(name)) return { kind: 'url', url: name }
  const slash = name.indexOf('/')
  if (slash > 0 && slash < name.length - 1) {
    return { kind: 'repository', repository: name.slice(0, slash), chart: name.slice(slash + 1) }
  }
  const message = `non-absolute URLs should be in form of repo_name/path_to_chart, got: ${name}`
  throw new SourceError('invalid-name', message, { hint: 'there is no such folder or archive here either' })
}
