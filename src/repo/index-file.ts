import { load, YamlError } from '#yaml'
import { messageOf, RepoError } from './error.ts'
import { decodeStruct } from './go-decode.ts'
import { metadataType } from './go-struct.ts'
import { ZERO_TIME } from './go-text.ts'
import { always, type GoStruct, goAny, goBool, goString, goTime, mapOf, optional, sliceOf } from './go-type.ts'
import type { ChartMetadata } from './metadata.ts'
import { validateMetadata } from './metadata-check.ts'
import { compareVersions, parseVersion, type Version } from './version.ts'

/** One version of a chart in an index: its Chart.yaml and where it is. `digest` is bare SHA-256 hex. */
export interface IndexEntry extends ChartMetadata {
  readonly urls: readonly string[]
  /** RFC 3339. */
  readonly created: string
  readonly removed?: boolean
  readonly digest?: string
}

/** index.yaml; the versions of each chart newest first. */
export interface IndexFile {
  readonly apiVersion: string
  readonly generated: string
  readonly entries: ReadonlyMap<string, readonly IndexEntry[]>
  readonly publicKeys?: readonly string[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly serverInfo?: Readonly<Record<string, unknown>>
}

/** An entry that was left out, with the reason as Helm words it; `version` is empty when the entry is. */
export interface IndexWarning {
  readonly name: string
  readonly version: string
  readonly source: string
  readonly problem: string
}

/** `repo.ChartVersion`. Source: helm.sh/helm/v4 pkg/repo/v1/index.go. */
const indexEntryType: GoStruct = {
  kind: 'struct',
  name: 'ChartVersion',
  pkg: 'repo',
  isPointer: true,
  fields: [
    ...metadataType.fields.map((field) => ({ ...field, embedded: 'Metadata' })),
    always('urls', sliceOf(goString)),
    always('created', goTime),
    optional('removed', goBool),
    optional('digest', goString),
    optional('checksum', goString),
    optional('engine', goString),
    optional('tillerVersion', goString),
    optional('url', goString),
  ],
}

/** `repo.IndexFile`. */
export const indexType: GoStruct = {
  kind: 'struct',
  name: 'IndexFile',
  pkg: 'repo',
  isPointer: false,
  fields: [
    optional('serverInfo', mapOf(goAny)),
    always('apiVersion', goString),
    always('generated', goTime),
    always('entries', mapOf({ kind: 'slice', of: indexEntryType, name: 'repo.ChartVersions' })),
    optional('publicKeys', sliceOf(goString)),
    optional('annotations', mapOf(goString)),
  ],
}

/**
 * The text of an index. YAML is read strictly (an unknown field is an error), JSON is not. Entries that do not hold are
 * left out and reported to `warn`; `source` names the index there. Throws RepoError `bad-index` with Helm's text.
 */
export function parseIndex(text: string, source: string, warn: (warning: IndexWarning) => void = ignore): IndexFile {
  if (text === '') throw new RepoError('bad-index', 'empty index.yaml file')
  const value = decodeIndex(text, source)
  const entries = new Map<string, readonly IndexEntry[]>()
  for (const [name, versions] of Object.entries(value.entries ?? {})) {
    const kept: IndexEntry[] = []
    for (const entry of versions?.toReversed() ?? []) kept.push(...checkEntry(entry, { name, source, warn }))
    entries.set(name, sortEntries(kept.reverse()))
  }
  if (!value.apiVersion) throw new RepoError('bad-index', 'no API version specified')
  const { apiVersion, generated = ZERO_TIME, publicKeys, annotations, serverInfo } = value
  return {
    apiVersion,
    generated,
    entries,
    ...(publicKeys && { publicKeys }),
    ...(annotations && { annotations }),
    ...(serverInfo && { serverInfo }),
  }
}

/** Versions of one chart, newest first. Returns the same list when it is in order. */
export function sortEntries(entries: readonly IndexEntry[]): readonly IndexEntry[] {
  const versions = entries.map((entry) => parseVersion(entry.version))
  const isSorted = versions.every((version, at) => at === 0 || compareNewest(versions[at - 1], version) <= 0)
  if (isSorted) return entries
  return entries
    .map((entry, at) => ({ entry, version: versions[at] }))
    .sort((a, b) => compareNewest(a.version, b.version))
    .map(({ entry }) => entry)
}

function compareNewest(a: Version | undefined, b: Version | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return compareVersions(b, a)
}

interface RawIndex extends Partial<Omit<IndexFile, 'entries'>> {
  readonly entries?: Readonly<Record<string, readonly (Partial<IndexEntry> | null)[] | null>>
}

function decodeIndex(text: string, source: string): RawIndex {
  try {
    const json = parseJson(text)
    if (json !== undefined) return decodeStruct(json, indexType, { isJson: true }) as RawIndex
    return decodeStruct(load(text, { file: source, duplicateKeys: 'error' }), indexType, {
      isStrict: true,
      raw: text,
    }) as RawIndex
  } catch (error) {
    const prefix = error instanceof YamlError ? 'error converting YAML to JSON: ' : ''
    const position = error instanceof YamlError ? error.position : undefined
    throw new RepoError('bad-index', prefix + messageOf(error), { position, cause: error })
  }
}

/** JSON is tried only where it can be: a text that does not begin with a brace is YAML. */
function parseJson(text: string): unknown {
  if (!/^[\s]*[{[]/.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Check {
  readonly name: string
  readonly source: string
  readonly warn: (warning: IndexWarning) => void
}

/** The entry, cleaned, or nothing when it does not hold. */
function checkEntry(raw: Partial<IndexEntry> | null, { name, source, warn }: Check): readonly IndexEntry[] {
  if (raw === null) {
    warn({ name, version: '', source, problem: 'empty entry' })
    return []
  }
  const entry = fillEntry(raw)
  try {
    return [validateMetadata(entry)]
  } catch (error) {
    const problem = messageOf(error)
    if (problem.startsWith(TOLERATED)) return [entry]
    warn({ name, version: entry.version, source, problem })
    return []
  }
}

/** Sets what Go would have as zero values, in place: the decoded entry is ours. */
function fillEntry(raw: { -readonly [K in keyof IndexEntry]?: IndexEntry[K] }): IndexEntry {
  raw.name ??= ''
  raw.version ??= ''
  raw.urls ??= []
  raw.created ??= ZERO_TIME
  raw.apiVersion ||= 'v1'
  return raw as IndexEntry
}

/** Some servers strip the alias of a dependency; Helm lets that pass in an index. */
const TOLERATED = 'validation: more than one dependency with name or alias'

function ignore(): void {}
