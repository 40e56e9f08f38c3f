import { RepoError } from './error.ts'
import type { IndexEntry, IndexFile } from './index-file.ts'

/** What this room asks of semantic versions; constraints as Masterminds' semver has them. */
export interface ConstraintRules {
  /** Whether the version fits; a version that cannot be read does not. Throws when the constraint cannot be read. */
  readonly satisfies: (constraint: string, version: string) => boolean
}

/**
 * The newest version of a chart that fits; an exact match wins; an empty constraint means any stable one.
 * Throws RepoError `unknown-chart` or `unknown-version` with Helm's texts; what `satisfies` throws passes through.
 */
export function findVersion(
  index: IndexFile,
  name: string,
  wanted: ConstraintRules & { readonly version: string },
): IndexEntry {
  const entries = index.entries.get(name)
  if (entries === undefined) throw new RepoError('unknown-chart', 'no chart name found', nearest(index, name))
  if (entries.length === 0) throw new RepoError('unknown-version', 'no chart version found')
  const constraint = wanted.version === '' ? '*' : wanted.version
  const exact = wanted.version === '' ? undefined : entries.find((entry) => entry.version === wanted.version)
  const found = exact ?? entries.find((entry) => wanted.satisfies(constraint, entry.version))
  if (found === undefined) {
    const hint = `the newest version is ${entries[0]?.version ?? ''}`
    throw new RepoError('unknown-version', `no chart version found for ${name}-${wanted.version}`, { hint })
  }
  return found
}

/** True for a range (`^1`, `1.x`), false for one version. Source: helm.sh/helm/v4 pkg/repo/v1 isVersionRange. */
export function isVersionRange(version: string): boolean {
  if (/[\^~<>=!*]|\|\|| - /.test(version)) return true
  return /[xX]/.test(version.replace(/[-+].*$/, ''))
}

function nearest(index: IndexFile, name: string): { readonly hint?: string } {
  const lower = name.toLowerCase()
  const alike = [...index.entries.keys()].filter(
    (key) => key.toLowerCase().includes(lower) || lower.includes(key.toLowerCase()),
  )
  return alike.length === 0 ? {} : { hint: `did you mean ${alike.slice(0, 3).join(', ')}` }
}
