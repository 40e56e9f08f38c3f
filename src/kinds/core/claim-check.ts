import { checkDnsSubdomain, compareQuantities, type JsonObject, type KubeObject, parseQuantity } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { checkSelector } from '../check/selector.ts'
import { isSame } from '../equal.ts'
import { isSet, mapAt, scalarText, textAt, textsAt } from '../read.ts'

export { defaultClaim } from './claim-defaults.ts'

/** Checks a claim (core ValidatePersistentVolumeClaim). */
export function checkClaim(found: Findings, object: KubeObject): void {
  checkClaimSpec(found, mapAt(object, 'spec'), 'spec')
}

/** Checks the spec of a claim or of a template for one. */
export function checkClaimSpec(found: Findings, spec: JsonObject, field: string): void {
  checkAccessModes(found, spec, field)
  checkSelector(found, spec['selector'], `${field}.selector`)
  const storage = mapAt(spec, 'resources', 'requests')['storage']
  const quantity = parseQuantity(scalarText(storage))
  if (storage === undefined) addRequired(found, `${field}.resources[storage]`)
  else if (quantity !== undefined && quantity.nanos <= 0n) {
    addInvalid(found, `${field}.resources[storage]`, storage, 'must be greater than zero')
  }
  const className = textAt(spec, 'storageClassName')
  if (className !== '') addInvalid(found, `${field}.storageClassName`, className, ...checkDnsSubdomain(className))
  checkOptionalWord(found, `${field}.volumeMode`, textAt(spec, 'volumeMode'), ['Block', 'Filesystem'])
  if (
    isSet(spec, 'dataSource') &&
    isSet(spec, 'dataSourceRef') &&
    !isSame(kindOf(spec, 'dataSource'), kindOf(spec, 'dataSourceRef'))
  ) {
    addInvalid(found, field, null, 'must match dataSourceRef')
  }
}

/** Checks access modes of a claim or volume. */
export function checkAccessModes(found: Findings, spec: JsonObject, field: string): void {
  const modes = textsAt(spec, 'accessModes')
  if (modes.length === 0) addRequired(found, `${field}.accessModes`, 'at least 1 access mode is required')
  for (const mode of modes)
    if (!accessModes.includes(mode)) addUnsupported(found, `${field}.accessModes`, mode, accessModes)
  if (modes.includes('ReadWriteOncePod') && modes.length > 1) {
    addForbidden(found, `${field}.accessModes`, 'may not use ReadWriteOncePod with other access modes')
  }
}

/** Checks that a claim only asks for more (core ValidatePersistentVolumeClaimUpdate). */
export function checkClaimUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  const fields = new Set([...Object.keys(spec), ...Object.keys(before)])
  const isBinding = textAt(before, 'volumeName') === ''
  const isFree = (field: string) =>
    field === 'resources' ||
    field === 'volumeAttributesClassName' ||
    (field === 'volumeName' && isBinding) ||
    (field === 'storageClassName' && !isSet(before, field))
  if ([...fields].some((field) => !isFree(field) && !isSame(spec[field], before[field]))) {
    const detail =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
    addForbidden(found, 'spec', detail)
  }
  checkSize(found, spec, old)
}

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']

function kindOf(spec: JsonObject, field: string): JsonObject {
  return { kind: textAt(mapAt(spec, field), 'kind'), name: textAt(mapAt(spec, field), 'name') }
}

function checkSize(found: Findings, spec: JsonObject, old: KubeObject): void {
  const [size, before] = [spec, mapAt(old, 'spec')].map((each) =>
    parseQuantity(scalarText(mapAt(each, 'resources', 'requests')['storage'])),
  )
  if (size === undefined || before === undefined || compareQuantities(size, before) === 0) return
  const capacity = parseQuantity(scalarText(mapAt(old, 'status', 'capacity')['storage']))
  if (textAt(mapAt(old, 'status'), 'phase') !== 'Bound') {
    const detail =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims'
    addForbidden(found, 'spec', detail)
  } else if (
    compareQuantities(size, before) < 0 &&
    (capacity === undefined || compareQuantities(size, capacity) <= 0)
  ) {
    addForbidden(found, 'spec.resources.requests.storage', 'field can not be less than status.capacity')
  }
}
