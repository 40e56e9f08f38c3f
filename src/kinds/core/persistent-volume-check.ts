import { checkDnsSubdomain, type JsonObject, type KubeObject, parseQuantity } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  checkUnchanged,
  type Findings,
} from '../check/finding.ts'
import { canonizeResources } from '../check/quantity.ts'
import { isSame } from '../equal.ts'
import { isSet, makeMap, mapAt, scalarText, textAt } from '../read.ts'
import { checkNodeSelector } from '../template/affinity.ts'
import { defaultVolumeSource } from '../template/volume-defaults.ts'
import { checkVolumeSource, volumeSources } from '../template/volume-source.ts'
import { checkAccessModes } from './claim-check.ts'

/** Fills in what a volume leaves out (mutates; core SetDefaults_PersistentVolume). */
export function defaultVolume(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['persistentVolumeReclaimPolicy'] ||= 'Retain'
  spec['volumeMode'] ??= 'Filesystem'
  canonizeResources(spec['capacity'])
  defaultVolumeSource(spec)
}

/** Checks a volume (core ValidatePersistentVolume). */
export function checkVolume(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkAccessModes(found, spec, 'spec')
  checkCapacity(found, mapAt(spec, 'capacity'))
  const policy = textAt(spec, 'persistentVolumeReclaimPolicy')
  if (!['Delete', 'Recycle', 'Retain'].includes(policy)) {
    addUnsupported(found, 'spec.persistentVolumeReclaimPolicy', policy, ['Delete', 'Recycle', 'Retain'])
  }
  if (isSet(mapAt(spec, 'nodeAffinity'), 'required')) {
    checkNodeSelector(found, mapAt(spec, 'nodeAffinity', 'required'), 'spec.nodeAffinity.required')
  } else if (isSet(spec, 'local')) addRequired(found, 'spec.nodeAffinity', 'Local volume requires node affinity')
  checkSources(found, spec)
  const className = textAt(spec, 'storageClassName')
  if (className !== '') addInvalid(found, 'spec.storageClassName', className, ...checkDnsSubdomain(className))
  checkOptionalWord(found, 'spec.volumeMode', textAt(spec, 'volumeMode'), ['Block', 'Filesystem'])
}

/** Checks that where a volume is stays (core ValidatePersistentVolumeUpdate). */
export function checkVolumeUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  if (volumeSources.some((source) => !isSame(withoutSecret(spec, source), withoutSecret(before, source)))) {
    addForbidden(found, 'spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')
  }
  checkUnchanged(found, 'spec.volumeMode', spec['volumeMode'], isSame(spec['volumeMode'], before['volumeMode']))
  if (isSet(before, 'nodeAffinity') && !isSame(spec['nodeAffinity'], before['nodeAffinity'])) {
    addInvalid(
      found,
      'spec.nodeAffinity',
      spec['nodeAffinity'],
      'field is immutable, except for updating from beta label to GA',
    )
  }
}

/** References to secrets of a driver may be added later. */
function withoutSecret(spec: JsonObject, source: string): JsonObject {
  const { controllerExpandSecretRef: _, nodeExpandSecretRef: __, ...rest } = mapAt(spec, source)
  return rest
}

function checkCapacity(found: Findings, capacity: JsonObject): void {
  if (Object.keys(capacity).length === 0) return addRequired(found, 'spec.capacity')
  if (!isSet(capacity, 'storage') || Object.keys(capacity).length > 1) {
    addUnsupported(found, 'spec.capacity', capacity, ['storage'])
  }
  for (const [name, value] of Object.entries(capacity)) {
    const quantity = parseQuantity(scalarText(value))
    if (quantity !== undefined && quantity.nanos <= 0n) {
      addInvalid(found, `spec.capacity[${name}]`, value, 'must be greater than zero')
    }
  }
}

function checkSources(found: Findings, spec: JsonObject): void {
  const given = volumeSources.filter((source) => isSet(spec, source))
  if (given.length === 0) addRequired(found, 'spec', 'must specify a volume type')
  for (const extra of given.slice(1)) addForbidden(found, `spec.${extra}`, 'may not specify more than 1 volume type')
  const [source] = given
  if (source === undefined) return
  checkVolumeSource(found, mapAt(spec, source), { source, field: `spec.${source}` })
  if (
    source === 'hostPath' &&
    textAt(mapAt(spec, source), 'path') === '/' &&
    spec['persistentVolumeReclaimPolicy'] === 'Recycle'
  ) {
    addForbidden(found, 'spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")
  }
  if (source === 'csi' && textAt(mapAt(spec, source), 'volumeHandle') === '')
    addRequired(found, 'spec.csi.volumeHandle')
}
