import type { ReleaseDriver } from '../contract/driver.ts'
import type { Release } from '../contract/release.ts'
import { ReleaseError } from '../error.ts'
import { recordName } from '../record/name.ts'

/**
 * Why a revision cannot be recorded whose number is taken: its record cannot be read, or its labels hide it, or else another
 * tool, which takes no lease, has made it meanwhile.
 */
export async function taken(release: Release, cause: ReleaseError, driver: ReleaseDriver): Promise<ReleaseError> {
  const { name, version } = release
  const record = recordName(name, version)
  const broken = await driver.get(name, version).then(() => undefined, brokenOnly)
  if (broken !== undefined) {
    const hint = `put ${record} back, or delete it`
    return new ReleaseError('record-broken', `${cause.message}: ${broken.message}`, { hint, cause })
  }
  const listed = await driver.list({ name }).catch(() => undefined)
  if (listed?.some((other) => other.version === version) === false) {
    const hint = `${record} is there without the labels of a record (owner, name, status, version): give them back, or delete it`
    return new ReleaseError('record-exists', cause.message, { hint, cause })
  }
  const hint = `another run made revision ${version} of ${name} meanwhile; wait until it has ended, then run this again`
  return new ReleaseError('locked', cause.message, { hint, cause })
}

function brokenOnly(error: unknown): ReleaseError | undefined {
  return error instanceof ReleaseError && error.code === 'record-broken' ? error : undefined
}
