import { asMap, mapAt, mapsAt, numberAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { podOf } from '../pod/make.ts'
import { labelsOf } from '../select.ts'

/** Label of the pods of a stateful set with their own name. */
export const POD_NAME = 'statefulset.kubernetes.io/pod-name'
/** Label of the pods of a stateful set with their ordinal. */
const POD_INDEX = 'apps.kubernetes.io/pod-index'
/** Label of pods with the name of the revision they were made from. */
export const REVISION = 'controller-revision-hash'

/** The ordinals of a stateful set: from `start`, `count` of them. */
export interface Ordinals {
  readonly start: number
  readonly count: number
}

/** Which ordinals a stateful set wants. */
export function ordinalsOf(set: KubeObject): Ordinals {
  const spec = mapAt(set, 'spec')
  return { start: numberAt(mapAt(spec, 'ordinals'), 'start') ?? 0, count: numberAt(spec, 'replicas') ?? 1 }
}

/** Whether an ordinal is among them. */
export function isWanted(ordinal: number, { start, count }: Ordinals): boolean {
  return ordinal >= start && ordinal < start + count
}

/** What the name of a pod says: the set it belongs to and its place there; ordinal -1 for another sort of name. */
export function placeOf(podName: string): { readonly set: string; readonly ordinal: number } {
  const found = /^(.*)-(\d+)$/s.exec(podName)
  if (found === null) return { set: '', ordinal: -1 }
  const ordinal = Number(found[2])
  return { set: found[1] ?? '', ordinal: ordinal < 2 ** 31 ? ordinal : -1 }
}

/** The place of a pod in its set. */
export function ordinalOf(pod: KubeObject): number {
  return placeOf(pod.metadata.name).ordinal
}

/** The revision that a pod was made from. */
export function revisionOf(pod: KubeObject): string {
  return labelsOf(pod)[REVISION] ?? ''
}

/** The name of the claim that a template makes for a pod. */
export function claimName(template: JsonObject, set: KubeObject, ordinal: number): string {
  return `${textAt(template, 'metadata', 'name')}-${set.metadata.name}-${ordinal}`
}

/** The claim templates of a stateful set. */
export function claimTemplatesOf(set: KubeObject): readonly JsonObject[] {
  return mapsAt(mapAt(set, 'spec'), 'volumeClaimTemplates')
}

/** The claims of a pod as the set's templates say them. */
export function claimsOf(set: KubeObject, ordinal: number): readonly KubeObject[] {
  const { matchLabels } = mapAt(set, 'spec', 'selector')
  return claimTemplatesOf(set).map((template) => {
    const metadata = mapAt(template, 'metadata')
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        ...metadata,
        name: claimName(template, set, ordinal),
        namespace: textAt(set, 'metadata', 'namespace'),
        labels: { ...asMap(metadata['labels']), ...asMap(matchLabels) },
      },
      spec: mapAt(template, 'spec'),
    }
  })
}

/** The pod of a place in the set, made from the template of a revision. */
export function statefulPod(set: KubeObject, template: JsonObject, ordinal: number, revision: string): KubeObject {
  const name = `${set.metadata.name}-${ordinal}`
  const labels = { ...asMap(mapAt(template, 'metadata')['labels']), ...identityLabels(name, ordinal) }
  const { generateName: _, ...metadata } = podOf(set, template).metadata
  const serviceName = textAt(set, 'spec', 'serviceName')
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name, labels: { ...labels, [REVISION]: revision } },
    spec: {
      ...mapAt(template, 'spec'),
      hostname: name,
      ...(serviceName !== '' && { subdomain: serviceName }),
      volumes: volumesOf(set, mapsAt(mapAt(template, 'spec'), 'volumes'), ordinal),
    },
  }
}

/** Whether a pod has the labels of its place. */
export function hasIdentity(set: KubeObject, pod: KubeObject): boolean {
  const { set: owner, ordinal } = placeOf(pod.metadata.name)
  const isNamed = owner === set.metadata.name && pod.metadata.name === `${owner}-${ordinal}`
  return isNamed && labelsOf(pod)[POD_NAME] === pod.metadata.name
}

/** Whether a pod uses the claims of its place. */
export function hasStorage(set: KubeObject, pod: KubeObject): boolean {
  const ordinal = ordinalOf(pod)
  const volumes = mapsAt(mapAt(pod, 'spec'), 'volumes')
  return claimTemplatesOf(set).every((template) => {
    const volume = volumes.find((one) => one['name'] === textAt(template, 'metadata', 'name'))
    return textAt(volume, 'persistentVolumeClaim', 'claimName') === claimName(template, set, ordinal)
  })
}

/** A pod with the labels and the volumes of its place. */
export function withIdentity(set: KubeObject, pod: KubeObject): KubeObject {
  const ordinal = ordinalOf(pod)
  const labels = { ...labelsOf(pod), ...identityLabels(pod.metadata.name, ordinal) }
  const spec = mapAt(pod, 'spec')
  const volumes = hasStorage(set, pod) ? mapsAt(spec, 'volumes') : volumesOf(set, mapsAt(spec, 'volumes'), ordinal)
  return { ...pod, metadata: { ...pod.metadata, labels }, spec: { ...spec, volumes: [...volumes] } }
}

function identityLabels(name: string, ordinal: number): JsonObject {
  return { [POD_NAME]: name, [POD_INDEX]: String(ordinal) }
}

/** The claims come first; a volume of the template with the name of a claim makes room for it. */
function volumesOf(set: KubeObject, volumes: readonly JsonObject[], ordinal: number): JsonObject[] {
  const claimed = claimTemplatesOf(set).map((template): JsonObject => {
    const name = textAt(template, 'metadata', 'name')
    return { name, persistentVolumeClaim: { claimName: claimName(template, set, ordinal) } }
  })
  return [...claimed, ...volumes.filter(({ name }) => !claimed.some((one) => one['name'] === name))]
}
