import {
  checkDnsSubdomain,
  checkQualifiedName,
  compareQuantities,
  type JsonObject,
  type KubeObject,
  parseQuantity,
} from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { checkQuantity } from '../check/quantity.ts'
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
  for (const key of ['dataSource', 'dataSourceRef']) {
    if (isSet(spec, key)) checkDataSource(found, mapAt(spec, key), `${field}.${key}`)
  }
  if (!isSet(spec, 'dataSource') || !isSet(spec, 'dataSourceRef')) return
  if (textAt(mapAt(spec, 'dataSourceRef'), 'namespace') !== '') {
    addInvalid(found, field, {}, 'may not be specified when dataSourceRef.namespace is specified')
  } else if (!isSame(kindOf(spec, 'dataSource'), kindOf(spec, 'dataSourceRef'))) {
    addInvalid(found, field, {}, 'must match dataSourceRef')
  }
}

/** Checks what a claim is filled from (core validateDataSource). */
function checkDataSource(found: Findings, source: JsonObject, field: string): void {
  const [kind, group] = [textAt(source, 'kind'), textAt(source, 'apiGroup')]
  if (textAt(source, 'name') === '') addRequired(found, `${field}.name`)
  if (kind === '') addRequired(found, `${field}.kind`)
  if (group === '' && kind !== 'PersistentVolumeClaim') {
    const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup"
    addInvalid(found, field, kind, detail)
  }
  if (group !== '') addInvalid(found, `${field}.apiGroup`, group, ...checkDnsSubdomain(group))
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

/** Checks sizes in the status of a claim (core ValidatePersistentVolumeClaimStatusUpdate). */
export function checkClaimStatus(found: Findings, object: KubeObject): void {
  const status = mapAt(object, 'status')
  for (const [name, value] of Object.entries(mapAt(status, 'capacity'))) {
    checkQuantity(found, value, `status.capacity[${name}]`)
  }
  for (const [name, state] of Object.entries(mapAt(status, 'allocatedResourceStatuses'))) {
    checkStorageName(found, name, 'status.allocatedResourceStatus')
    const isKnown = typeof state === 'string' && resizeStates.includes(state)
    if (!isKnown) addUnsupported(found, 'status.allocatedResourceStatus', name, resizeStates)
  }
  for (const [name, value] of Object.entries(mapAt(status, 'allocatedResources'))) {
    checkStorageName(found, name, 'status.allocatedResources')
    checkQuantity(found, value, `status.allocatedResources[${name}]`)
  }
}

const resizeStates = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizePending',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
].toSorted()

function checkStorageName(found: Findings, name: string, field: string): void {
  const details = checkQualifiedName(name)
  addInvalid(found, field, name, ...details)
  const isNative = !name.includes('/') || name.split('/')[0]?.endsWith('kubernetes.io') === true
  if (details.length === 0 && isNative && name !== 'storage') addUnsupported(found, field, name, ['storage'])
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
