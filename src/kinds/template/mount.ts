import type { JsonObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addNotFound,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { isSet, isTrue, mapAt, mapsAt, textAt } from '../read.ts'
import { checkDescendingPath, hasBacksteps } from './path.ts'

/** Checks the volume mounts and devices of a container against the volumes of its pod (core ValidateVolumeMounts). */
export function checkMounts(
  found: Findings,
  container: JsonObject,
  { field, volumes }: { readonly field: string; readonly volumes: VolumeMap },
): void {
  const [mounts, devices] = [mapsAt(container, 'volumeMounts'), mapsAt(container, 'volumeDevices')]
  const place = { volumes, mounts, devices }
  checkVolumeMounts(found, place, `${field}.volumeMounts`)
  for (const mount of mounts) checkPropagation(found, container, { mount, field: `${field}.volumeMounts` })
  checkDevices(found, place, `${field}.volumeDevices`)
}

/** The volumes of a pod by name, those with faults left out. */
export type VolumeMap = ReadonlyMap<string, JsonObject>

interface Place {
  readonly volumes: VolumeMap
  readonly mounts: readonly JsonObject[]
  readonly devices: readonly JsonObject[]
}

function checkVolumeMounts(found: Findings, { volumes, mounts, devices }: Place, field: string): void {
  const [deviceNames, devicePaths] = [valuesOf(devices, 'name'), valuesOf(devices, 'devicePath')]
  const paths = new Set<string>()
  for (const [at, mount] of mounts.entries()) {
    const place = `${field}[${at}]`
    const [name, path] = [textAt(mount, 'name'), textAt(mount, 'mountPath')]
    if (name === '') addRequired(found, `${place}.name`)
    if (!volumes.has(name)) addNotFound(found, `${place}.name`, name)
    if (path === '') addRequired(found, `${place}.mountPath`)
    if (paths.has(path)) addInvalid(found, `${place}.mountPath`, path, 'must be unique')
    paths.add(path)
    if (deviceNames.has(name)) addInvalid(found, `${place}.name`, name, 'must not already exist in volumeDevices')
    if (devicePaths.has(path)) {
      addInvalid(found, `${place}.mountPath`, path, 'must not already exist as a path in volumeDevices')
    }
    checkSubPaths(found, mount, { field, place })
  }
}

/** Findings about the paths themselves are told at the list. */
function checkSubPaths(found: Findings, mount: JsonObject, { field, place }: { field: string; place: string }): void {
  const [subPath, expression] = [textAt(mount, 'subPath'), textAt(mount, 'subPathExpr')]
  if (subPath !== '') checkDescendingPath(found, subPath, `${field}.subPath`)
  if (expression === '') return
  if (subPath !== '') {
    addInvalid(found, `${place}.subPathExpr`, expression, 'subPathExpr and subPath are mutually exclusive')
  }
  checkDescendingPath(found, expression, `${field}.subPathExpr`)
}

function valuesOf(list: readonly JsonObject[], key: string): ReadonlySet<string> {
  return new Set(list.map((each) => textAt(each, key)))
}

function checkPropagation(
  found: Findings,
  container: JsonObject,
  { mount, field }: { readonly mount: JsonObject; readonly field: string },
): void {
  const propagation = textAt(mount, 'mountPropagation')
  checkOptionalWord(found, `${field}.mountPropagation`, propagation, ['Bidirectional', 'HostToContainer', 'None'])
  if (propagation === 'Bidirectional' && !isTrue(mapAt(container, 'securityContext'), 'privileged')) {
    addForbidden(
      found,
      `${field}.mountPropagation`,
      'Bidirectional mount propagation is available only to privileged containers',
    )
  }
  const recursive = textAt(mount, 'recursiveReadOnly')
  if (recursive === '' || recursive === 'Disabled') return
  const words = ['Disabled', 'IfPossible', 'Enabled']
  if (!words.includes(recursive)) return addUnsupported(found, `${field}.recursiveReadOnly`, recursive, words)
  if (!isTrue(mount, 'readOnly')) {
    addForbidden(found, `${field}.recursiveReadOnly`, 'may only be specified when readOnly is true')
  }
  if (isSet(mount, 'mountPropagation') && propagation !== 'None') {
    addForbidden(
      found,
      `${field}.recursiveReadOnly`,
      'may only be specified when mountPropagation is None or not specified',
    )
  }
}

function checkDevices(found: Findings, { volumes, mounts, devices }: Place, field: string): void {
  const [mountNames, mountPaths] = [valuesOf(mounts, 'name'), valuesOf(mounts, 'mountPath')]
  const [names, paths] = [new Set<string>(), new Set<string>()]
  for (const [at, device] of devices.entries()) {
    const [name, path] = [textAt(device, 'name'), textAt(device, 'devicePath')]
    const tellName = (detail: string) => addInvalid(found, `${field}[${at}].name`, name, detail)
    const tellPath = (detail: string) => addInvalid(found, `${field}[${at}].devicePath`, path, detail)
    if (name === '') addRequired(found, `${field}[${at}].name`)
    if (names.has(name)) tellName('must be unique')
    const volume = volumes.get(name)
    if (volume === undefined) addNotFound(found, `${field}[${at}].name`, name)
    else if (!isSet(volume, 'persistentVolumeClaim') && !isSet(volume, 'ephemeral')) {
      tellName('can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode')
    }
    if (path === '') addRequired(found, `${field}[${at}].devicePath`)
    if (paths.has(path)) tellPath('must be unique')
    if (hasBacksteps(path)) tellPath("can not contain backsteps ('..')")
    else paths.add(path)
    if (mountNames.has(name)) tellName('must not already exist in volumeMounts')
    if (mountPaths.has(path)) tellPath('must not already exist as a path in volumeMounts')
    if (name !== '') names.add(name)
  }
}
