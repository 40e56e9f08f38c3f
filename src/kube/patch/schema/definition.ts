import type { MergeSchema, MergeSchemas } from './schema.ts'

/** The definitions of Kubernetes' own API by their names, found in a table of kinds: `io.k8s.api.core.v1.PodSpec`. */
export function definitionsIn(kinds: MergeSchemas): (name: string) => MergeSchema | undefined {
  return (name) => {
    const path = PLACES.get(name)
    if (path !== undefined)
      return path
        .split(' ')
        .slice(1)
        .reduce(inner, ofName(path.split(' ')[0] ?? '', kinds))
    // What the tables leave out has nothing to merge.
    return NAME.test(name) ? (ofName(name, kinds) ?? {}) : undefined
  }
}

const NAME = /^io\.k8s\.(?:api|apimachinery\.pkg\.apis|[a-z-]+\.pkg\.apis)\.([a-z]+)\.(v\w+)\.([A-Z]\w*)$/
const SUFFIXES = ['', '.k8s.io', '.authorization.k8s.io', '.apiserver.k8s.io']
const CORE = 'io.k8s.api.core.v1.'
const VOLUME = `${CORE}PodSpec volumes []`

/** Definitions that are no kind, by where they stand in one. */
const PLACES: ReadonlyMap<string, string> = new Map([
  [`${CORE}PodTemplateSpec`, `${CORE}PodTemplate template`],
  [`${CORE}Container`, `${CORE}PodSpec containers []`],
  [`${CORE}EphemeralContainer`, `${CORE}PodSpec ephemeralContainers []`],
  [`${CORE}Volume`, VOLUME],
  [`${CORE}EphemeralVolumeSource`, `${VOLUME} ephemeral`],
  [`${CORE}PersistentVolumeClaimTemplate`, `${VOLUME} ephemeral volumeClaimTemplate`],
  ['io.k8s.api.batch.v1.JobTemplateSpec', 'io.k8s.api.batch.v1.CronJobSpec jobTemplate'],
  ['io.k8s.api.batch.v1beta1.JobTemplateSpec', 'io.k8s.api.batch.v1beta1.CronJobSpec jobTemplate'],
  ['io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', `${CORE}Pod metadata`],
])

function inner(schema: MergeSchema | undefined, step: string): MergeSchema | undefined {
  return step === '[]' ? schema?.items : schema?.fields?.get(step)
}

function ofName(name: string, kinds: MergeSchemas): MergeSchema | undefined {
  const [, group = '', version = '', kind = ''] = NAME.exec(name) ?? []
  const part = /^(\w+)(Spec|Status)$/.exec(kind)
  const schema = ofKind(group, version, kind, kinds)
  if (schema !== undefined || part === null) return schema
  const [, whole = '', field = ''] = part
  return ofKind(group, version, whole, kinds)?.fields?.get(field.toLowerCase())
}

function ofKind(group: string, version: string, kind: string, kinds: MergeSchemas): MergeSchema | undefined {
  if (group === 'core') return kinds(version, kind)
  for (const suffix of SUFFIXES) {
    const schema = kinds(`${group}${suffix}/${version}`, kind)
    if (schema !== undefined) return schema
  }
  return undefined
}
