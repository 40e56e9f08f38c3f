import { type KubeObject, textAt } from '#kube'
import type { ReleaseSummary } from '../contract/driver.ts'
import { textsOf } from './form.ts'

/** Of each release in each namespace the highest revision. */
export function newestOf(summaries: readonly ReleaseSummary[]): readonly ReleaseSummary[] {
  const newest = new Map<string, ReleaseSummary>()
  for (const summary of summaries) {
    const key = `${summary.namespace}/${summary.name}`
    const found = newest.get(key)
    if (found === undefined || found.version <= summary.version) newest.set(key, summary)
  }
  return [...newest.values()]
}

/** For objects: whether one of `summaries` is of the same release and higher, so that the object's body need not be read. */
export function outrank(summaries: readonly ReleaseSummary[]): (object: KubeObject) => boolean {
  const highest = new Map<string, number>()
  for (const { name, namespace, version } of newestOf(summaries)) highest.set(`${namespace}/${name}`, version)
  return (object) => {
    const { name = '', version = '' } = textsOf(object, 'labels')
    return (highest.get(`${textAt(object, 'metadata', 'namespace')}/${name}`) ?? 0) > Number(version)
  }
}
