import type { Release } from '../contract/release.ts'
import { ReleaseError } from '../error.ts'

/** Labels by name. */
export type LabelMap = Readonly<Record<string, string>>

/** The labels that a record's object has besides the user's; Helm's names. */
const SYSTEM_LABELS: readonly string[] = ['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt']

/** Refuses labels of a user that carry a system name. Throws `bad-label`. Source: helm pkg/action/install.go. */
export function checkUserLabels(labels: LabelMap): void {
  if (!Object.keys(labels).some((name) => SYSTEM_LABELS.includes(name))) return
  const names = `[${SYSTEM_LABELS.join(' ')}]`
  throw new ReleaseError(
    'bad-label',
    `user supplied labels contains system reserved label name. System labels: ${names}`,
  )
}

/** The user's labels of the next revision: those given over those before; the value `null` takes a label away. */
export function mergeUserLabels(before: LabelMap, given: LabelMap): LabelMap {
  const merged = { ...before, ...given }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== 'null'))
}

/** The labels that the user gave, of all that an object has. */
export function userLabelsOf(labels: LabelMap): LabelMap {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !SYSTEM_LABELS.includes(name)))
}

/** Every label of a record's object. `stamp` is when it was created or changed, in seconds since 1970. */
export function labelsOf(
  release: Release,
  stamp: { readonly [name in 'createdAt' | 'modifiedAt']?: number },
): LabelMap {
  return {
    ...Object.fromEntries(Object.entries(stamp).map(([name, seconds]) => [name, String(seconds)])),
    ...release.labels,
    ...systemLabelsOf(release),
  }
}

/** The labels that follow from the record itself. */
export function systemLabelsOf(release: Pick<Release, 'name' | 'version' | 'info'>): LabelMap {
  return { name: release.name, owner: 'helm', status: release.info.status, version: String(release.version) }
}
