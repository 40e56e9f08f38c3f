import { resolve } from 'node:path'
import {
  documentOf,
  type KubeconfigDocument,
  type KubeconfigEntry,
  kubeconfigToWrite,
  mergeEntry,
  renewEntry,
  textOfDocument,
} from '#client'
import { realClock } from './clock.ts'
import { ClusterError } from './error.ts'
import { readIfPresent, writeDurably } from './state/file.ts'
import { type ClusterFolder, contextName } from './state/folder.ts'
import { readRecord, writeRecord } from './state/record.ts'

/** The text of a cluster's kubeconfig. Throws ClusterError `unknown-cluster`. */
export async function kubeconfigText(folder: ClusterFolder): Promise<string> {
  const text = await readIfPresent(folder.kubeconfig)
  if (text !== undefined) return text
  throw new ClusterError('unknown-cluster', `there is no cluster "${folder.name}" with a kubeconfig`, {
    hint: 'berth cluster start makes one',
  })
}

/**
 * Writes a cluster's own kubeconfig, and brings the files up to date that its context was merged into. A file that cannot be
 * changed is told of and left. Throws ClusterError `io`.
 */
export async function publishKubeconfig(
  folder: ClusterFolder,
  entry: KubeconfigEntry,
  onError: (error: unknown) => void,
): Promise<void> {
  const text = textOfDocument(documentOf(entry))
  if ((await readIfPresent(folder.kubeconfig)) !== text) await writeDurably(folder.kubeconfig, text)
  for (const file of (await readRecord(folder))?.kubeconfigs ?? []) {
    await renewEntry(file, entry, { clock: realClock }).catch(onError)
  }
}

/** Which kubeconfig of the user is meant. */
export interface UserKubeconfig {
  readonly explicit?: string | undefined
  readonly variable?: string | undefined
  readonly home: string
}

/** Puts the context into the user's kubeconfig and makes it the current one. Gives the file's whole path. Throws ClientError. */
export async function shareKubeconfig(
  folder: ClusterFolder,
  document: KubeconfigDocument,
  user: UserKubeconfig,
): Promise<string> {
  // it is kept, and read by processes that run elsewhere
  const file = resolve(user.explicit || (await kubeconfigToWrite(user)))
  const [cluster, person] = [document.clusters?.[0]?.cluster, document.users?.[0]?.user]
  if (cluster === undefined || person === undefined)
    throw new ClusterError('io', `${folder.kubeconfig} – not a kubeconfig`)
  await mergeEntry(
    file,
    { name: contextName(folder.name), cluster, user: person, isCurrent: true },
    { clock: realClock },
  )
  const record = await readRecord(folder)
  if (record !== undefined && !record.kubeconfigs.includes(file)) {
    await writeRecord(folder, { ...record, kubeconfigs: [...record.kubeconfigs, file] })
  }
  return file
}
