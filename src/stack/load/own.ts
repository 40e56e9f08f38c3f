import type { YamlMap, YamlValue } from '#yaml'
import { listAt, mapAt, mapsAt } from './read.ts'

/** Fields with another name in the format that the rest of this room reads, which is helmfile's. */
const FILE_NAMES: Readonly<Record<string, string>> = {
  defaults: 'helmDefaults',
  labels: 'commonLabels',
  stacks: 'helmfiles',
}
const RELEASE_NAMES: Readonly<Record<string, string>> = {
  source: 'chart',
  context: 'kubeContext',
  values: 'valuesTemplate',
}

/** A stack file of ours in helmfile's names. `when`, `valuesFrom` and `fieldPolicy` exist in ours alone and stay. */
export function fromOwn(own: YamlMap): YamlMap {
  const spec = renamed(own, FILE_NAMES)
  if (own.has('releases')) spec.set('releases', mapsAt(own, 'releases').map(releaseFromOwn))
  const environments = [...mapAt(own, 'environments')].map(([name, value]): [string, YamlValue] => [
    name,
    value instanceof Map ? renamed(value, { context: 'kubeContext' }) : value,
  ])
  if (environments.length > 0) spec.set('environments', new Map(environments))
  const defaults = spec.get('helmDefaults')
  if (defaults instanceof Map) spec.set('helmDefaults', renamed(defaults, { context: 'kubeContext' }))
  return spec
}

function releaseFromOwn(own: YamlMap): YamlMap {
  const release = renamed(own, RELEASE_NAMES)
  const set = [...mapAt(own, 'set')].map(
    ([name, value]): YamlMap =>
      new Map<string, YamlValue>([
        ['name', name],
        [Array.isArray(value) ? 'values' : 'value', value],
      ]),
  )
  if (set.length > 0) release.set('setTemplate', set)
  release.delete('set')
  if (typeof own.get('installed') === 'string') release.set('installedTemplate', own.get('installed') ?? null)
  if (listAt(own, 'needs').length === 0) release.delete('needs')
  return release
}

function renamed(map: YamlMap, names: Readonly<Record<string, string>>): YamlMap {
  return new Map([...map].map(([key, value]) => [Object.hasOwn(names, key) ? (names[key] as string) : key, value]))
}
