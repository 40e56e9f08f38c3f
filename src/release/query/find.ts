import type { ReleaseDriver, ReleaseSummary } from '../contract/driver.ts'
import type { Release } from '../contract/release.ts'
import { missingRecord } from '../driver/failure.ts'
import { ReleaseError } from '../error.ts'

/** A release, and the labels that Helm shows of it. */
export interface FoundRelease {
  readonly release: Release
  /** The user's labels; of a newest revision that was not named all labels of its object. */
  readonly labels: Readonly<Record<string, string>>
}

/**
 * A revision of a release; 0 is the newest that can be read. Throws `bad-name`, `record-missing`, `record-broken`. Source: helm
 * pkg/action/action.go releaseContent.
 */
export async function findRelease(driver: ReleaseDriver, name: string, revision: number): Promise<FoundRelease> {
  checkName(name, 'releaseContent: Release name is invalid')
  if (revision > 0) {
    const release = await driver.get(name, revision)
    return { release, labels: release.labels }
  }
  const [newest] = await driver.summaries({ name, isNewest: true })
  if (newest === undefined) throw missingRecord()
  const release = await driver.get(name, newest.version)
  return { release, labels: driver.name === 'sql' ? release.labels : newest.labels }
}

/** The status of the newest revision; undefined where there is none. Throws `bad-name`. */
export async function newestStatus(driver: ReleaseDriver, name: string): Promise<string | undefined> {
  checkName(name, 'release name is invalid')
  const [newest] = await driver.summaries({ name, isNewest: true })
  return newest?.info.status
}

/** The newest `max` revisions of a release, oldest first. Throws `bad-name`, `record-missing`. */
export async function releaseHistory(
  driver: ReleaseDriver,
  name: string,
  max: number,
): Promise<readonly ReleaseSummary[]> {
  checkName(name, 'release name is invalid')
  const found = await driver.summaries({ name })
  if (found.length === 0) throw missingRecord()
  const sorted = [...found].sort((a, b) => a.version - b.version)
  return max <= 0 ? [] : sorted.slice(-max)
}

const VALID = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/
const MAX_NAME = 53

function checkName(name: string, complaint: string): void {
  if (name.length <= MAX_NAME && VALID.test(name)) return
  throw new ReleaseError('bad-name', `${complaint}: ${name}`, {
    hint: 'names have up to 53 lower case letters, digits, dashes and dots',
  })
}
