import type { ReleaseDriver } from '#release'
import type { HelmLog } from './helm-log.ts'

/** The records, with what is asked of them in the log, as Helm logs it. Source: helm pkg/storage/storage.go. */
export function loggedDriver(driver: ReleaseDriver, log: HelmLog): ReleaseDriver {
  const tellOne = (text: string, name: string, revision: number): void =>
    log.debug(text, { key: keyOf(name, revision) })
  const tellMany = (name: string | undefined): void => {
    if (name === undefined) log.debug('listing all releases in storage')
    else log.debug('getting release history', { name })
  }
  return {
    ...driver,
    name: driver.name,
    get: (name, revision) => {
      tellOne('getting release', name, revision)
      return driver.get(name, revision)
    },
    list: (filter) => {
      tellMany(filter?.name)
      return driver.list(filter)
    },
    summaries: (filter) => {
      tellMany(filter?.name)
      return driver.summaries(filter)
    },
    create: (release) => {
      tellOne('creating release', release.name, release.version)
      return driver.create(release)
    },
    update: (release) => {
      tellOne('updating release', release.name, release.version)
      return driver.update(release)
    },
    remove: (name, revision) => {
      tellOne('deleting release', name, revision)
      return driver.remove(name, revision)
    },
  }
}

function keyOf(name: string, revision: number): string {
  return `sh.helm.release.v1.${name}.v${revision}`
}
