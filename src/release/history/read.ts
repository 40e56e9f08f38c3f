import type { Release, ReleaseStatus } from '../contract/release.ts'
import type { ReleaseWorld } from '../contract/world.ts'
import { ReleaseError } from '../error.ts'

/** All revisions of a release, oldest first; none when there is no such release. */
export async function readHistory(world: Pick<ReleaseWorld, 'driver'>, name: string): Promise<readonly Release[]> {
  try {
    return [...(await world.driver.list({ name }))].sort((a, b) => a.version - b.version)
  } catch (error) {
    if (error instanceof ReleaseError && error.code === 'record-missing') return []
    throw error
  }
}

/** Its newest revision. Throws ReleaseError `record-missing`. */
export function newestOf(history: readonly Release[]): Release {
  const newest = history.at(-1)
  if (newest === undefined) throw new ReleaseError('record-missing', 'release: not found')
  return newest
}

/** The newest revision that is marked deployed. */
export function deployedOf(history: readonly Release[]): Release | undefined {
  return history.findLast(({ info }) => info.status === 'deployed')
}

/** The same revision with another status, and another description where one is given. */
export function withStatus(release: Release, status: ReleaseStatus, description?: string): Release {
  return { ...release, info: { ...release.info, status, ...(description !== undefined && { description }) } }
}

/** True for a revision that somebody is working on, or died over. Source: helm pkg/release/common Status.IsPending. */
export function isPending({ info }: Release): boolean {
  return info.status.startsWith('pending-')
}

/**
 * What an upgrade starts from: the deployed revision, else a newest one that failed or was superseded. Throws ReleaseError
 * `nothing-deployed`. Source: helm pkg/action/upgrade.go prepareUpgrade.
 */
export function upgradeBase(history: readonly Release[], name: string): Release {
  const newest = history.at(-1)
  const deployed = deployedOf(history)
  if (deployed !== undefined) return deployed
  if (newest?.info.status === 'failed' || newest?.info.status === 'superseded') return newest
  throw new ReleaseError('nothing-deployed', `${JSON.stringify(name)} has no deployed releases`, {
    hint: newest === undefined ? `install it first, or add --install` : undefined,
  })
}
