import { dump } from '#yaml'
import { type LockOptions, withFileLock, writeFileAtomically } from './file.ts'
import type { ClusterEntry, ContextEntry, KubeconfigDocument, UserEntry } from './kubeconfig.ts'
import { readDocument } from './load.ts'

/** A cluster, its user and its context, all under one name. */
export interface KubeconfigEntry {
  readonly name: string
  readonly cluster: ClusterEntry
  readonly user: UserEntry
  readonly namespace?: string
  /** Whether the context becomes the current one. */
  readonly isCurrent: boolean
}

/** A kubeconfig that holds one entry alone. */
export function documentOf(entry: KubeconfigEntry): KubeconfigDocument {
  return withEntry({}, entry)
}

/** The text of a document, as kubectl writes it. */
export function textOfDocument(document: KubeconfigDocument): string {
  return dump({ apiVersion: 'v1', kind: 'Config', preferences: {}, ...document })
}

/** Puts an entry into a file (made when missing, for its owner only); others stay. Throws ClientError `bad-config`, `locked`, `io`. */
export async function mergeEntry(file: string, entry: KubeconfigEntry, options: LockOptions): Promise<void> {
  await change(file, options, (document) => withEntry(document, entry))
}

/**
 * Gives an entry that a file has another cluster and user; its context stays as the user made it. False when the file has no
 * such entry, or the same. Throws ClientError `bad-config`, `locked`, `io`.
 */
export async function renewEntry(file: string, entry: KubeconfigEntry, options: LockOptions): Promise<boolean> {
  let isChanged = false
  await change(file, options, (document) => {
    const isThere = [document.clusters, document.users].every((list) => list?.some(({ name }) => name === entry.name))
    if (!isThere) return undefined
    const next = withCredentials(document, entry)
    isChanged = textOfDocument(next) !== textOfDocument(document)
    return isChanged ? next : undefined
  })
  return isChanged
}

/** Takes the cluster, user and context of a name out of a file; a current context of that name ends. True when something was there. */
export async function removeEntry(file: string, name: string, options: LockOptions): Promise<boolean> {
  let isFound = false
  await change(file, options, (document) => {
    isFound = [document.clusters, document.users, document.contexts].some((list) =>
      list?.some((item) => item.name === name),
    )
    return isFound ? withoutEntry(document, name) : undefined
  })
  return isFound
}

type Change = (document: KubeconfigDocument) => KubeconfigDocument | undefined

async function change(file: string, options: LockOptions, edit: Change): Promise<void> {
  await withFileLock(file, options, async () => {
    const present = await readDocument(file)
    const next = edit(present ?? {})
    if (next !== undefined) await writeFileAtomically(file, textOfDocument(next))
  })
}

function withEntry(document: KubeconfigDocument, entry: KubeconfigEntry): KubeconfigDocument {
  const { name } = entry
  const present = document.contexts?.find((item) => item.name === name)?.context
  const namespace = entry.namespace ?? present?.namespace
  const context: ContextEntry = { cluster: name, ...(namespace !== undefined && { namespace }), user: name }
  return {
    ...withCredentials(document, entry),
    contexts: put(document.contexts, { name, context }),
    'current-context': entry.isCurrent ? name : (document['current-context'] ?? ''),
  }
}

function withCredentials(document: KubeconfigDocument, { name, cluster, user }: KubeconfigEntry): KubeconfigDocument {
  return {
    ...document,
    clusters: put(document.clusters, { name, cluster }),
    users: put(document.users, { name, user }),
  }
}

function withoutEntry(document: KubeconfigDocument, name: string): KubeconfigDocument {
  const others = <T extends { name: string }>(list: T[] | null | undefined): T[] =>
    (list ?? []).filter((item) => item.name !== name)
  const current = document['current-context'] ?? ''
  return {
    ...document,
    clusters: others(document.clusters),
    contexts: others(document.contexts),
    'current-context': current === name ? '' : current,
    users: others(document.users),
  }
}

function put<T extends { name: string }>(list: T[] | null | undefined, item: T): T[] {
  const at = (list ?? []).findIndex(({ name }) => name === item.name)
  return at < 0 ? [...(list ?? []), item] : (list ?? []).with(at, item)
}
