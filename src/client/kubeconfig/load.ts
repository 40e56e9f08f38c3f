import { readFile } from 'node:fs/promises'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { loadObject, YamlError } from '#yaml'
import { ClientError, codeOf, messageOf } from '../error.ts'
import type { ClusterEntry, ContextEntry, Kubeconfig, KubeconfigDocument, Sourced, UserEntry } from './kubeconfig.ts'

/** Where kubeconfigs are looked for. `explicit` is `--kubeconfig`: then it alone, and it must be there. */
export interface KubeconfigPlaces {
  readonly explicit?: string | undefined
  /** `$KUBECONFIG`: files separated like `$PATH`. */
  readonly variable?: string | undefined
  readonly home: string
}

/** The files that are merged, in order. */
export function kubeconfigFiles({ explicit, variable, home }: KubeconfigPlaces): readonly string[] {
  if (explicit !== undefined && explicit !== '') return [explicit]
  const listed = (variable ?? '').split(delimiter).filter((file) => file !== '')
  return listed.length > 0 ? [...new Set(listed)] : [join(home, '.kube', 'config')]
}

/** The file that a new entry goes into: the first that is there, else the last one named. */
export async function kubeconfigToWrite(places: KubeconfigPlaces): Promise<string> {
  const files = kubeconfigFiles(places)
  for (const file of files) if ((await readDocument(file)) !== undefined) return file
  return files.at(-1) ?? join(places.home, '.kube', 'config')
}

/**
 * All files as one: of two entries with one name, and of two current contexts, the first wins. Files that are not there
 * are passed over, the explicit one apart. Throws ClientError `bad-config`, `io`.
 */
export async function loadKubeconfig(places: KubeconfigPlaces): Promise<Kubeconfig> {
  const isExplicit = places.explicit !== undefined && places.explicit !== ''
  const merged = emptyKubeconfig()
  for (const file of kubeconfigFiles(places)) {
    const document = await readDocument(file)
    if (document !== undefined) mergeInto(merged, document, file)
    else if (isExplicit) throw new ClientError('bad-config', `${file} – no such file`, { hint: 'check --kubeconfig' })
  }
  return merged
}

/** The document of a file; undefined when there is none. Throws ClientError `bad-config`, `io`. */
export async function readDocument(file: string): Promise<KubeconfigDocument | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw new ClientError('io', `${file} – ${messageOf(error)}`, { cause: error })
  }
  return parseDocument(text, file)
}

/** A kubeconfig from a text. Throws ClientError `bad-config`. */
export function parseDocument(text: string, file: string): KubeconfigDocument {
  let value: KubeconfigDocument | null
  try {
    value = loadObject<KubeconfigDocument | null>(text, { file })
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    throw new ClientError('bad-config', `${file} – ${error.message}`, { cause: error })
  }
  if (value === null) return {}
  const isRight = typeof value === 'object' && !Array.isArray(value)
  const lists = isRight ? [value.clusters, value.users, value.contexts] : []
  if (isRight && lists.every((list) => list === undefined || list === null || isNamedList(list))) return value
  throw new ClientError('bad-config', `${file} – not a kubeconfig`)
}

function isNamedList(list: unknown): boolean {
  return Array.isArray(list) && list.every((item) => typeof (item as { name?: unknown } | null)?.name === 'string')
}

interface Merged extends Kubeconfig {
  currentContext: string
  readonly clusters: Map<string, Sourced<ClusterEntry>>
  readonly users: Map<string, Sourced<UserEntry>>
  readonly contexts: Map<string, Sourced<ContextEntry>>
}

function emptyKubeconfig(): Merged {
  return { currentContext: '', clusters: new Map(), users: new Map(), contexts: new Map() }
}

function mergeInto(merged: Merged, document: KubeconfigDocument, file: string): void {
  const folder = dirname(file)
  if (merged.currentContext === '') merged.currentContext = document['current-context'] ?? ''
  for (const { name, cluster } of document.clusters ?? []) {
    if (!merged.clusters.has(name))
      merged.clusters.set(name, { value: absolute(cluster ?? {}, CLUSTER_FILES, folder), file })
  }
  for (const { name, user } of document.users ?? []) {
    if (!merged.users.has(name)) merged.users.set(name, { value: absolute(user ?? {}, USER_FILES, folder), file })
  }
  for (const { name, context } of document.contexts ?? []) {
    if (!merged.contexts.has(name)) merged.contexts.set(name, { value: context ?? {}, file })
  }
}

const CLUSTER_FILES = ['certificate-authority'] as const
const USER_FILES = ['client-certificate', 'client-key', 'tokenFile'] as const

/** Relative paths mean the folder of the file they stand in. */
function absolute<T extends object>(entry: T, fields: readonly (keyof T)[], folder: string): T {
  const result = { ...entry }
  for (const field of fields) {
    const path = result[field]
    if (typeof path === 'string' && path !== '' && !isAbsolute(path)) result[field] = join(folder, path) as T[keyof T]
  }
  return result
}
