import { readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { ClusterError } from '../error.ts'

/** The files of one cluster; all of its state is in this one directory. */
export interface ClusterFolder {
  readonly name: string
  readonly path: string
  /** Options it was made with. */
  readonly record: string
  readonly store: string
  readonly certificates: string
  readonly encryptionKeys: string
  readonly kubeconfig: string
  /** Who runs it: there only while somebody does. */
  readonly lock: string
  readonly log: string
}

/** The name of the cluster that commands mean when none is named. */
export const DEFAULT_NAME = 'berth'

/** Where the clusters of a user live: `--data-dir`, `$BERTH_HOME`, or the user's state directory. */
export function dataHome(environment: Readonly<Record<string, string | undefined>>, explicit?: string): string {
  if (explicit !== undefined && explicit !== '') return explicit
  const { BERTH_HOME: own, XDG_STATE_HOME: state, HOME: home } = environment
  if (own !== undefined && own !== '') return own
  return join(state !== undefined && state !== '' ? state : join(home ?? homedir(), '.local', 'state'), 'berth')
}

/** The folder of a cluster; nothing is made. Throws ClusterError `bad-option` for a name that is no DNS label. */
export function clusterFolder(home: string, name: string): ClusterFolder {
  if (!/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/.test(name)) {
    throw new ClusterError('bad-option', `cluster name "${name}" is not usable`, {
      hint: 'use up to 42 lower case letters, digits and dashes',
    })
  }
  const path = join(home, 'clusters', name)
  return {
    name,
    path,
    record: join(path, 'cluster.json'),
    store: join(path, 'store.db'),
    certificates: join(path, 'certificates'),
    encryptionKeys: join(path, 'encryption.keys'),
    kubeconfig: join(path, 'kubeconfig'),
    lock: join(path, 'lock'),
    log: join(path, 'cluster.log'),
  }
}

/** Names of the clusters that are there, sorted. */
export async function clusterNames(home: string): Promise<readonly string[]> {
  const entries = await readdir(join(home, 'clusters'), { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** The name of a cluster's context in kubeconfigs: `berth`, or `berth-NAME`. */
export function contextName(name: string): string {
  return name === DEFAULT_NAME ? DEFAULT_NAME : `${DEFAULT_NAME}-${name}`
}
