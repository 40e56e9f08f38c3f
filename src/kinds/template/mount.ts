import type { JsonObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addNotFound,
  addRequired,
  checkOptionalWord,
  type Findings,
} from '../check/finding.ts'
import { isSet, isTrue, mapAt, mapsAt, textAt } from '../read.ts'

/** Checks the volume mounts and devices of a container against the volumes of its pod. */
export function checkMounts(
  found: Findings,
  container: JsonObject,
  { field, spec }: { readonly field: string; readonly spec: JsonObject },
): void {
  const volumes = new Set(mapsAt(spec, 'volumes').map((volume) => textAt(volume, 'name')))
  const paths = new Set<string>()
  for (const [at, mount] of mapsAt(container, 'volumeMounts').entries()) {
    checkMount(found, mount, { field: `${field}.volumeMounts[${at}]`, volumes, paths })
    checkPropagation(found, container, { mount, field: `${field}.volumeMounts[${at}]` })
  }
  for (const [at, device] of mapsAt(container, 'volumeDevices').entries()) {
    checkDevice(found, device, { field: `${field}.volumeDevices[${at}]`, volumes, paths })
  }
}

/** Checks that a path stays below where it starts (core validateLocalDescendingPath). */
export function checkDescendingPath(found: Findings, path: string, field: string): void {
  if (path.startsWith('/')) addInvalid(found, field, path, 'must be a relative path')
  checkNoBacksteps(found, path, field)
}

/** Checks that a path has no `..`. */
export function checkNoBacksteps(found: Findings, path: string, field: string): void {
  if (path.split('/').includes('..')) addInvalid(found, field, path, "must not contain '..'")
}

interface MountPlace {
  readonly field: string
  readonly volumes: ReadonlySet<string>
  readonly paths: Set<string>
}

function checkMount(found: Findings, mount: JsonObject, { field, volumes, paths }: MountPlace): void {
  const name = textAt(mount, 'name')
  if (name === '') addRequired(found, `${field}.name`)
  const path = textAt(mount, 'mountPath')
  if (path === '') addRequired(found, `${field}.mountPath`)
  if (!volumes.has(name)) addNotFound(found, `${field}.name`, name)
  if (paths.has(path)) addInvalid(found, `${field}.mountPath`, path, 'must be unique')
  paths.add(path)
  const [subPath, expression] = [textAt(mount, 'subPath'), textAt(mount, 'subPathExpr')]
  if (subPath !== '') checkDescendingPath(found, subPath, `${field}.subPath`)
  if (expression === '') return
  if (subPath !== '')
    addInvalid(found, `${field}.subPathExpr`, expression, 'subPathExpr and subPath are mutually exclusive')
  checkDescendingPath(found, expression, `${field}.subPathExpr`)
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
  if (recursive === '') return
  checkOptionalWord(found, `${field}.recursiveReadOnly`, recursive, ['Disabled', 'Enabled', 'IfPossible'])
  if (recursive !== 'Disabled' && !isTrue(mount, 'readOnly')) {
    addForbidden(found, `${field}.recursiveReadOnly`, 'may only be specified when readOnly is true')
  }
  if (recursive !== 'Disabled' && isSet(mount, 'mountPropagation') && propagation !== 'None') {
    addForbidden(
      found,
      `${field}.recursiveReadOnly`,
      'may only be specified when mountPropagation is None or not specified',
    )
  }
}

function checkDevice(found: Findings, device: JsonObject, { field, volumes, paths }: MountPlace): void {
  const [name, path] = [textAt(device, 'name'), textAt(device, 'devicePath')]
  if (name === '') addRequired(found, `${field}.name`)
  else if (!volumes.has(name)) addNotFound(found, `${field}.name`, name)
  if (path === '') addRequired(found, `${field}.devicePath`)
  else if (paths.has(path))
    addInvalid(found, `${field}.devicePath`, path, 'must not already exist as a path in volumeMounts')
  else checkNoBacksteps(found, path, `${field}.devicePath`)
}
