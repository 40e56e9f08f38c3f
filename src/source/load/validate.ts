import type { ChartMetadata, Dependency, Maintainer } from '#repo'
import { SourceError } from '../error.ts'
import { quote } from '../text.ts'
import { isVersion } from '../version.ts'
import type { Compat } from './options.ts'

/** Chart.yaml as decoded: lists may hold null where the document does. */
export interface RawMetadata extends Omit<ChartMetadata, 'maintainers' | 'dependencies'> {
  readonly maintainers?: readonly (Maintainer | null)[]
  readonly dependencies?: readonly (Dependency | null)[]
}

const plain = /^[\x20-\x7e]*$/

/** White space becomes a blank, what cannot be printed goes. Source: helm pkg/chart/v2/metadata.go sanitizeString. */
function sanitize(text: string): string {
  if (plain.test(text)) return text
  return text.replace(/[\s\u0085]/gu, ' ').replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '')
}

function sanitizeFields<T extends object>(value: T, fields: readonly (keyof T)[]): T {
  const cleaned = { ...value }
  for (const field of fields) {
    const text = cleaned[field]
    if (typeof text === 'string') cleaned[field] = sanitize(text) as T[keyof T]
    else if (Array.isArray(text)) cleaned[field] = text.map((item) => sanitize(item as string)) as T[keyof T]
  }
  return cleaned
}

const metadataTexts = [
  'name',
  'description',
  'home',
  'icon',
  'condition',
  'tags',
  'appVersion',
  'kubeVersion',
  'sources',
  'keywords',
] as const

/**
 * The metadata with its texts cleaned, or `invalid-metadata` with Helm's text for the first rule that is broken.
 * Source: helm pkg/chart/v2/metadata.go Validate.
 */
export function validateMetadata(raw: RawMetadata, file: string, compat: Compat = 'helm4'): ChartMetadata {
  const metadata = sanitizeFields(raw, metadataTexts)
  const problem = metadataProblem(metadata, compat)
  if (problem !== undefined) throw invalid(problem, file)
  const maintainers = metadata.maintainers?.map((maintainer) => cleanMaintainer(maintainer, file))
  const dependencies = metadata.dependencies?.map((dependency) => cleanDependency(dependency, file))
  checkNames(dependencies ?? [], file)
  return {
    ...metadata,
    ...(maintainers && { maintainers }),
    ...(dependencies && { dependencies }),
  } as ChartMetadata
}

function invalid(problem: string, file: string): SourceError {
  return new SourceError('invalid-metadata', `validation: ${problem}`, { position: { file, line: 1, column: 1 } })
}

function metadataProblem({ name, version, apiVersion, type }: RawMetadata, compat: Compat): string | undefined {
  if (!apiVersion) return 'chart.metadata.apiVersion is required'
  if (!name) return 'chart.metadata.name is required'
  if (compat === 'helm4' && (name === '.' || name === '..')) return `chart.metadata.name ${quote(name)} is not allowed`
  if (name.includes('/')) return `chart.metadata.name ${quote(name)} is invalid`
  if (!version) return 'chart.metadata.version is required'
  if (!isVersion(version)) return `chart.metadata.version ${quote(version)} is invalid`
  const isKnown = !type || type === 'application' || type === 'library'
  return isKnown ? undefined : 'chart.metadata.type must be application or library'
}

function cleanMaintainer(maintainer: Maintainer | null, file: string): Maintainer {
  if (maintainer === null) throw invalid('maintainers must not contain empty or null nodes', file)
  return sanitizeFields(maintainer, ['name', 'email', 'url'])
}

function cleanDependency(dependency: Dependency | null, file: string): Dependency {
  if (dependency === null) throw invalid('dependencies must not contain empty or null nodes', file)
  const cleaned = sanitizeFields(dependency, ['name', 'version', 'repository', 'condition', 'tags'])
  if (!cleaned.alias || /^[a-zA-Z0-9_-]+$/.test(cleaned.alias)) return cleaned
  throw invalid(`dependency ${quote(cleaned.name)} has disallowed characters in the alias`, file)
}

function checkNames(dependencies: readonly Dependency[], file: string): void {
  const seen = new Set<string>()
  for (const { name, alias } of dependencies) {
    const key = alias || name
    if (seen.has(key)) throw invalid(`more than one dependency with name or alias ${quote(key)}`, file)
    seen.add(key)
  }
}
