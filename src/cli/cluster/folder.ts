import { resolve } from 'node:path'
import { type ClusterFolder, clusterFolder, dataHome } from '#cluster'
import type { Session } from '../frame/session.ts'

/** Where the clusters of the user are. */
export function homeOf(flags: { readonly 'data-dir': string | undefined }, session: Session): string {
  return resolve(session.cwd, dataHome({ HOME: session.home, ...session.environment }, flags['data-dir']))
}

/** The folder of the cluster that the flags name. Throws ClusterError `bad-option`. */
export function folderOf(
  flags: { readonly name: string; readonly 'data-dir': string | undefined },
  session: Session,
): ClusterFolder {
  return clusterFolder(homeOf(flags, session), flags.name)
}
