import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dump } from '#yaml'
import { readArchiveMetadata } from './archive-metadata.ts'
import { wrapError } from './error.ts'
import { ioError, readIfPresent, writeAtomic } from './file.ts'
import { indentJson, toGoJson, toYamlMap } from './go-encode.ts'
import { formatTime } from './go-text.ts'
import { type IndexEntry, type IndexFile, type IndexWarning, indexType, parseIndex, sortEntries } from './index-file.ts'
import type { ChartMetadata } from './metadata.ts'

/** How to build an index. `now` is RFC 3339: the time of the index and of every entry made. */
export interface BuildOptions {
  /** Put before the file names; empty for names alone. */
  readonly url?: string
  /** An index whose entries are added where the folder has none. */
  readonly merge?: IndexFile
  readonly now: string
  /** What a packed chart says about itself, undefined for a file that is none. Ours reads its Chart.yaml. */
  readonly readMetadata?: (archive: Uint8Array, path: string) => ChartMetadata | undefined
}

/** Indexes the packed charts in `folder` and the folders in it, as `helm repo index` does. Files that are no charts are left out. */
export async function buildIndex(folder: string, options: BuildOptions): Promise<IndexFile> {
  const entries = new Map<string, IndexEntry[]>()
  for (const path of await findArchives(folder)) {
    const entry = await indexArchive(folder, path, options)
    if (entry !== undefined) push(entries, entry)
  }
  if (options.merge !== undefined) mergeEntries(entries, options.merge)
  const sorted = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, list]) => [name, sortEntries(list)] as const)
  return { apiVersion: 'v1', generated: options.now, entries: new Map(sorted), publicKeys: [] }
}

/**
 * `helm repo index`: builds and writes `FOLDER/index.yaml`. `mergePath` names an index to merge; when it is missing an
 * empty one is written there, as Helm does.
 */
export async function writeIndex(
  folder: string,
  options: Omit<BuildOptions, 'merge'> & {
    readonly mergePath?: string
    readonly isJson?: boolean
    readonly warn?: (warning: IndexWarning) => void
  },
): Promise<IndexFile> {
  const { mergePath = '', isJson = false, warn } = options
  const format = isJson ? dumpIndexJson : dumpIndex
  let merge: IndexFile | undefined
  if (mergePath !== '') {
    const text = await readIfPresent(mergePath)
    merge = text === undefined ? emptyIndex(options.now) : parseMerge(text, mergePath, warn)
    if (text === undefined) await writeAtomic(mergePath, format(merge), 0o644)
  }
  const index = await buildIndex(folder, merge === undefined ? options : { ...options, merge })
  await writeAtomic(join(folder, 'index.yaml'), format(index), 0o644)
  return index
}

/** An index as Helm writes it in YAML. */
export function dumpIndex(index: IndexFile): string {
  return dump(toYamlMap(plainIndex(index), indexType))
}

/** An index as Helm writes it in JSON, indented by two. */
export function dumpIndexJson(index: IndexFile): string {
  return indentJson(toGoJson(plainIndex(index), indexType))
}

function emptyIndex(now: string): IndexFile {
  return { apiVersion: 'v1', generated: now, entries: new Map(), publicKeys: [] }
}

function parseMerge(text: string, path: string, warn?: (warning: IndexWarning) => void): IndexFile {
  try {
    return parseIndex(text, path, warn)
  } catch (error) {
    throw wrapError(`merge failed: error loading ${path}`, error)
  }
}

function plainIndex(index: IndexFile): Record<string, unknown> {
  const entries = Object.create(null) as Record<string, unknown>
  for (const [name, list] of index.entries) {
    entries[name] = list.map((entry) => ({ ...entry, created: formatTime(entry.created) }))
  }
  return { ...index, generated: formatTime(index.generated), entries }
}

/** `*.tgz` in the folder, then in the folders in it, each sorted: the two globs that Helm uses. Hidden names count. */
async function findArchives(folder: string): Promise<string[]> {
  const here: string[] = []
  const below: string[] = []
  for (const item of await list(folder)) {
    if (item.name.endsWith('.tgz')) here.push(item.name)
    if (!item.isDirectory()) continue
    for (const file of await list(join(folder, item.name))) {
      if (file.name.endsWith('.tgz')) below.push(join(item.name, file.name))
    }
  }
  return [...here.sort(), ...below.sort()]
}

async function list(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    throw ioError(error, folder)
  }
}

async function indexArchive(folder: string, path: string, options: BuildOptions): Promise<IndexEntry | undefined> {
  const bytes = await readFile(join(folder, path)).catch(() => undefined)
  if (bytes === undefined) return undefined
  const metadata = readOrSkip(bytes, path, options)
  if (metadata === undefined) return undefined
  return {
    ...metadata,
    urls: [archiveUrl(path, options.url ?? '')],
    created: options.now,
    digest: createHash('sha256').update(bytes).digest('hex'),
  }
}

function readOrSkip(bytes: Uint8Array, path: string, options: BuildOptions): ChartMetadata | undefined {
  try {
    return options.readMetadata === undefined ? readArchiveMetadata(bytes) : options.readMetadata(bytes, path)
  } catch {
    return undefined
  }
}

function archiveUrl(path: string, base: string): string {
  const parts = path.split(/[\\/]/)
  if (base === '') return parts.join('/')
  const url = URL.parse(base)
  if (url === null) return [base.replace(/\/+$/, ''), ...parts].join('/')
  url.pathname = [url.pathname.replace(/\/+$/, ''), ...parts].join('/')
  return url.href
}

function push(entries: Map<string, IndexEntry[]>, entry: IndexEntry): void {
  const known = entries.get(entry.name)
  if (known === undefined) entries.set(entry.name, [entry])
  else known.push(entry)
}

/** Adds what the folder does not have: by name and exact version. */
function mergeEntries(entries: Map<string, IndexEntry[]>, other: IndexFile): void {
  for (const list of other.entries.values()) {
    for (const entry of list) {
      const isKnown = entries.get(entry.name)?.some((item) => item.version === entry.version) === true
      if (!isKnown) push(entries, entry)
    }
  }
}
