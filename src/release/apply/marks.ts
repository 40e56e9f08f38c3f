import { isMap, type Json, type JsonObject, type KubeObject, setField, textAt, valueAt } from '#kube'
import type { ManifestObject, WriteSettings } from '../contract/apply.ts'

/** A release whose marks objects carry. */
export type Owner = NonNullable<WriteSettings['owner']>

const MANAGED_BY = 'app.kubernetes.io/managed-by'
const NAME = 'meta.helm.sh/release-name'
const NAMESPACE = 'meta.helm.sh/release-namespace'

/** The label that tells the objects of all releases. */
export const MARK_SELECTOR = `${MANAGED_BY}=Helm`

/** The object as it is written: with the marks of its release, whatever it said itself. */
export function withMarks(one: ManifestObject, owner: Owner | undefined): ManifestObject {
  if (owner === undefined) return one
  const { metadata } = one.object
  const labels = merged(textsIn(metadata['labels'], owner), [[MANAGED_BY, 'Helm']])
  const annotations = merged(textsIn(metadata['annotations'], owner), [
    [NAME, owner.name],
    [NAMESPACE, owner.namespace],
  ])
  return { ...one, object: { ...one.object, metadata: { ...metadata, labels, annotations } } }
}

/** Labels or annotations as Helm reads them: a null is an empty text to Helm 4, to Helm 3 one null takes all others along. */
function textsIn(map: JsonObject[string] | undefined, { compat }: Owner): readonly (readonly [string, Json])[] {
  const entries = isMap(map) ? Object.entries(map) : []
  if (compat === 'helm3' && entries.some(([, value]) => value === null)) return []
  return entries.map(([key, value]) => [key, value ?? ''])
}

function merged(texts: ReturnType<typeof textsIn>, marks: readonly (readonly [string, string])[]): JsonObject {
  const result: JsonObject = {}
  for (const [key, value] of [...texts, ...marks]) setField(result, key, value)
  return result
}

/** Why an object of the cluster does not belong to a release, in Helm's words; undefined when it does. */
export function strangerReason(live: KubeObject, owner: Owner): string | undefined {
  const rows = [
    ['label', 'labels', MANAGED_BY, 'Helm'],
    ['annotation', 'annotations', NAME, owner.name],
    ['annotation', 'annotations', NAMESPACE, owner.namespace],
  ] as const
  const faults = rows.flatMap(([word, map, key, value]) => {
    const fault = faultOf(live, [map, key], value)
    return fault === undefined ? [] : [`${word} validation error: ${fault}`]
  })
  return faults.length === 0 ? undefined : `invalid ownership metadata; ${faults.join('; ')}`
}

function faultOf(live: KubeObject, [map, key]: readonly [string, string], value: string): string | undefined {
  if (valueAt(live, 'metadata', map, key) === undefined) return `missing key "${key}": must be set to "${value}"`
  const actual = textAt(live, 'metadata', map, key)
  return actual === value ? undefined : `key "${key}" must equal "${value}": current value is "${actual}"`
}
