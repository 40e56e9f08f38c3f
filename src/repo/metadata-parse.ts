import { dump, load, YamlError, type YamlValue } from '#yaml'
import { RepoError } from './error.ts'
import { type DecodeOptions, decodeStruct } from './go-decode.ts'
import { toGoJson, toYamlMap } from './go-encode.ts'
import { dependencyType, lockType, metadataType } from './go-struct.ts'
import { sliceOf } from './go-type.ts'
import type { ChartMetadata, Dependency, Lock, Maintainer } from './metadata.ts'

/** `isStrict` refuses unknown fields (lint); `compat` names the Go type in errors as Helm 3 or Helm 4 does. */
export interface MetadataOptions {
  readonly isStrict?: boolean
  readonly compat?: 'helm3' | 'helm4'
}

/**
 * Chart.yaml as Helm reads it; `base` of requirements.yaml too. Absent name, version and apiVersion are empty: the loader
 * sets `v1`, `validateMetadata` refuses the rest. `file` stands in positions. Throws RepoError `bad-metadata` with
 * Helm's text, without the `cannot load Chart.yaml: ` before it. Unknown fields are dropped, `engine: nunjucks` is kept.
 */
export function parseMetadata(text: string, file: string, options: MetadataOptions = {}): ChartMetadata {
  const document = readYaml(text, file, options)
  const value = decodeStruct(document, metadataType, decodeOptions(text, options)) as Partial<ChartMetadata>
  const engine = document instanceof Map && document.get('engine') === 'nunjucks' ? { engine: 'nunjucks' } : {}
  const maintainers = value.maintainers && { maintainers: value.maintainers.map(withName) }
  return { name: '', version: '', apiVersion: '', ...value, ...engine, ...maintainers, ...dependenciesOf(value) }
}

/** The dependencies of requirements.yaml, read as `parseMetadata` reads; undefined when the file names none. */
export function parseRequirements(
  text: string,
  file: string,
  options: MetadataOptions = {},
): readonly Dependency[] | undefined {
  return parseMetadata(text, file, options).dependencies
}

/** Chart.lock or requirements.lock. Throws RepoError `bad-metadata`. */
export function parseLock(text: string, file: string, options: MetadataOptions = {}): Lock {
  const value = decodeStruct(readYaml(text, file, options), lockType, decodeOptions(text, options)) as Partial<Lock>
  return { generated: '0001-01-01T00:00:00Z', digest: '', dependencies: [], ...value, ...dependenciesOf(value) }
}

/** Chart.yaml as Helm writes it into a package: sorted keys, empty fields left out, v1 charts without dependencies. */
export function dumpMetadata(metadata: ChartMetadata): string {
  const { dependencies, ...rest } = metadata
  const written = metadata.apiVersion === 'v1' || dependencies === undefined ? rest : { ...rest, dependencies }
  const map = toYamlMap(written, metadataType)
  if (metadata.engine === undefined) return dump(map)
  return dump(new Map([...map, ['engine', metadata.engine] as const].sort(([a], [b]) => (a < b ? -1 : 1))))
}

/** The whole of Chart.yaml, dependencies of v1 charts included, as it stands in a provenance file. */
export function dumpWholeMetadata(metadata: ChartMetadata): string {
  return dump(toYamlMap({ ...metadata }, metadataType))
}

/** A lock file as Helm writes it. */
export function dumpLock(lock: Lock): string {
  return dump(toYamlMap({ ...lock }, lockType))
}

/** The JSON of Chart.yaml, as Helm stores it in registries and release records. */
export function metadataJson(metadata: ChartMetadata): string {
  return toGoJson(metadata, metadataType)
}

/** The JSON of a lock file, as Helm stores it in release records. */
export function lockJson(lock: Lock): string {
  return toGoJson({ ...lock }, lockType)
}

/** The digest of a lock file: what was asked for and what was found, as Go's JSON. */
export function lockDigest(requested: readonly Dependency[], locked: readonly Dependency[]): string {
  const list = sliceOf(dependencyType)
  const json = `[${toGoJson(requested, list)},${toGoJson(locked, list)}]`
  return `sha256:${process.getBuiltinModule('node:crypto').createHash('sha256').update(json).digest('hex')}`
}

function decodeOptions(text: string, { isStrict = false, compat = 'helm4' }: MetadataOptions): DecodeOptions {
  return { isStrict, raw: text, chartPackage: compat === 'helm3' ? 'chart' : 'v2' }
}

/** A maintainer with the name that Go would have as an empty string; null stays, for the check to find. */
function withName(item: Partial<Maintainer> | null): Maintainer {
  return (item && { ...item, name: item.name ?? '' }) as Maintainer
}

/** Dependencies with the fields that Go would have as empty strings. */
function dependenciesOf(value: { readonly dependencies?: readonly Partial<Dependency>[] }): object {
  if (value.dependencies === undefined) return {}
  return {
    dependencies: value.dependencies.map((item) => item && { name: '', version: '', repository: '', ...item }),
  }
}

function readYaml(text: string, file: string, { isStrict = false }: MetadataOptions): YamlValue {
  try {
    return load(text, { file, duplicateKeys: isStrict ? 'error' : 'last' })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const position = error.position === undefined ? undefined : { ...error.position, file }
    throw new RepoError('bad-metadata', `error converting YAML to JSON: ${error.message}`, { position, cause: error })
  }
}
