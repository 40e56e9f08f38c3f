import { parseLabelSelector } from '#kube'
import type { RecordFilter, ReleaseDriver } from '../contract/driver.ts'
import type { Release } from '../contract/release.ts'
import { labelsOf } from '../record/labels.ts'
import { recordName } from '../record/name.ts'
import { summaryOf } from '../record/summary.ts'
import { alreadyThere, missingRecord } from './failure.ts'
import { newestOf } from './newest.ts'

/** Keeps records as long as the value lives, for all namespaces. What is kept shares nothing with what is given. */
export function memoryDriver(namespace = 'default', kept: Map<string, Release> = new Map()): ReleaseDriver {
  const keyOf = (name: string, revision: number): string => `${namespace}/${recordName(name, revision)}`
  const find = (key: string): Release => {
    const release = kept.get(key)
    if (release === undefined) throw missingRecord()
    return structuredClone(release)
  }
  const list = (filter: RecordFilter = {}): Release[] =>
    [...kept].filter(([key, release]) => isInside(key, namespace) && fits(release, filter)).map(([key]) => find(key))
  return {
    name: 'memory',
    get: async (name, revision) => find(keyOf(name, revision)),
    list: async (filter) => list(filter),
    summaries: async ({ name, isNewest } = {}) => {
      const found = list(name === undefined ? {} : { name }).map((release) => summaryOf(release, labelsOf(release, {})))
      return isNewest === true ? newestOf(found) : found
    },
    create: async (release) => {
      const key = keyOf(release.name, release.version)
      if (kept.has(key)) throw alreadyThere()
      kept.set(key, structuredClone(release))
    },
    update: async (release) => {
      const key = keyOf(release.name, release.version)
      if (!kept.has(key)) throw missingRecord()
      kept.set(key, structuredClone(release))
    },
    remove: async (name, revision) => {
      if (!kept.delete(keyOf(name, revision))) throw missingRecord()
    },
  }
}

function isInside(key: string, namespace: string): boolean {
  return namespace === '' || key.startsWith(`${namespace}/`)
}

function fits(release: Release, { name, status, selector }: RecordFilter): boolean {
  if (name !== undefined && release.name !== name) return false
  if (status !== undefined && release.info.status !== status) return false
  return selector === undefined || parseLabelSelector(selector).matches(labelsOf(release, {}))
}
