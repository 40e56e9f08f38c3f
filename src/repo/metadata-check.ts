import { RepoError } from './error.ts'
import { goQuote } from './go-encode.ts'
import type { ChartMetadata, Dependency, Maintainer } from './metadata.ts'
import { parseVersion } from './version.ts'

/**
 * The metadata, with its strings cleaned as Helm cleans them (white space is a space, what cannot be printed is dropped).
 * Helm 3 lets `..` be a name. Throws RepoError `invalid-metadata` with Helm's text, `validation: …`. Source: helm.sh/helm/v4 pkg/chart/v2.
 */
export function validateMetadata<T extends ChartMetadata>(metadata: T, compat: 'helm3' | 'helm4' = 'helm4'): T {
  const clean = cleanMetadata(metadata)
  const problem =
    nameProblem(clean, compat) ?? versionProblem(clean) ?? maintainersProblem(clean) ?? dependenciesProblem(clean)
  if (problem !== undefined) throw new RepoError('invalid-metadata', `validation: ${problem}`)
  return clean
}

function nameProblem({ apiVersion, name }: ChartMetadata, compat: 'helm3' | 'helm4'): string | undefined {
  if (apiVersion === '') return 'chart.metadata.apiVersion is required'
  if (name === '') return 'chart.metadata.name is required'
  if (compat === 'helm4' && (name === '.' || name === '..'))
    return `chart.metadata.name ${goQuote(name)} is not allowed`
  if (name.includes('/')) return `chart.metadata.name ${goQuote(name)} is invalid`
  return undefined
}

function versionProblem({ version, type }: ChartMetadata): string | undefined {
  if (version === '') return 'chart.metadata.version is required'
  if (parseVersion(version) === undefined) return `chart.metadata.version ${goQuote(version)} is invalid`
  if (type !== undefined && !['', 'application', 'library'].includes(type)) {
    return 'chart.metadata.type must be application or library'
  }
  return undefined
}

function maintainersProblem({ maintainers = [] }: ChartMetadata): string | undefined {
  return maintainers.some(isNull) ? 'maintainers must not contain empty or null nodes' : undefined
}

const ALIAS = /^[a-zA-Z0-9_-]+$/

function dependenciesProblem({ dependencies = [] }: ChartMetadata): string | undefined {
  const seen = new Set<string>()
  for (const item of dependencies) {
    if (isNull(item)) return 'dependencies must not contain empty or null nodes'
    const { name, alias = '' } = item
    if (alias !== '' && !ALIAS.test(alias)) return `dependency ${goQuote(name)} has disallowed characters in the alias`
    const key = alias === '' ? name : alias
    if (seen.has(key)) return `more than one dependency with name or alias ${goQuote(key)}`
    seen.add(key)
  }
  return undefined
}

/** A list in YAML may hold null; the declared type says otherwise from here on. */
function isNull(item: Maintainer | Dependency): boolean {
  return (item as unknown) === null
}

const STRINGS = ['name', 'description', 'home', 'icon', 'condition', 'tags', 'appVersion', 'kubeVersion'] as const

function cleanMetadata<T extends ChartMetadata>(metadata: T): T {
  if (isPlain(metadata)) return metadata
  const result: Record<string, unknown> = { ...(metadata as ChartMetadata) }
  for (const key of STRINGS) if (metadata[key] !== undefined) result[key] = cleanText(metadata[key])
  if (metadata.sources) result.sources = metadata.sources.map(cleanText)
  if (metadata.keywords) result.keywords = metadata.keywords.map(cleanText)
  if (metadata.maintainers) result.maintainers = metadata.maintainers.map((item) => item && cleanStrings(item, PERSON))
  if (metadata.dependencies) result.dependencies = metadata.dependencies.map((item) => item && cleanDependency(item))
  return result as unknown as T
}

/** True when every text in the value is printable ASCII, as nearly all are. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string') return PLAIN.test(value)
  if (typeof value !== 'object' || value === null) return true
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key])) return false
  return true
}

const PERSON = ['name', 'email', 'url'] as const
const DEPENDENCY = ['name', 'version', 'repository', 'condition'] as const

function cleanDependency(item: Dependency): Dependency {
  const clean = cleanStrings(item, DEPENDENCY)
  return clean.tags === undefined ? clean : { ...clean, tags: clean.tags.map(cleanText) }
}

function cleanStrings<T extends object>(item: T, keys: readonly (keyof T)[]): T {
  const result = { ...item }
  for (const key of keys) {
    const value = item[key]
    if (typeof value === 'string') result[key] = cleanText(value) as T[keyof T]
  }
  return result
}

const PLAIN = /^[\x20-\x7e]*$/
const SPACE = /[\t\n\v\f\r\u0085\p{White_Space}]/gu
const HIDDEN = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu

function cleanText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(SPACE, ' ').replace(HIDDEN, '')
}
