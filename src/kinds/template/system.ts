import type { JsonObject } from '#kube'
import { addForbidden, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, isTrue, listAt, mapAt, mapsAt, textAt } from '../read.ts'

/** Checks the operating system of a pod, and that it asks for nothing of the other (core validateOS). */
export function checkSystem(found: Findings, spec: JsonObject, field: string): void {
  const name = textAt(mapAt(spec, 'os'), 'name')
  if (name === '') addRequired(found, `${field}.os.name`)
  else if (name === 'linux') checkLinux(found, spec, field)
  else if (name === 'windows') checkWindows(found, spec, field)
  else addUnsupported(found, `${field}.os`, name, ['linux', 'windows'])
}

const notOnWindows = 'cannot be set for a windows pod'

function contextsOf(spec: JsonObject, field: string): readonly (readonly [context: JsonObject, field: string])[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
    mapsAt(spec, list).map(
      (container, at) => [mapAt(container, 'securityContext'), `${field}.${list}[${at}].securityContext`] as const,
    ),
  )
}

function checkLinux(found: Findings, spec: JsonObject, field: string): void {
  const own = [mapAt(spec, 'securityContext'), `${field}.securityContext`] as const
  for (const [context, place] of [own, ...contextsOf(spec, field)]) {
    if (isSet(context, 'windowsOptions')) {
      addForbidden(found, `${place}.windowsOptions`, 'windows options cannot be set for a linux pod')
    }
  }
}

const podFields = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
]
const containerFields = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
]

function checkWindows(found: Findings, spec: JsonObject, field: string): void {
  const own = mapAt(spec, 'securityContext')
  const place = `${field}.securityContext`
  for (const key of ['hostUsers', 'shareProcessNamespace']) {
    if (isSet(spec, key)) addForbidden(found, `${field}.${key}`, notOnWindows)
  }
  for (const key of ['hostPID', 'hostIPC']) if (isTrue(spec, key)) addForbidden(found, `${field}.${key}`, notOnWindows)
  for (const key of podFields) if (isSet(own, key)) addForbidden(found, `${place}.${key}`, notOnWindows)
  if (listAt(own, 'sysctls').length > 0) addForbidden(found, `${place}.sysctls`, notOnWindows)
  for (const [context, where] of contextsOf(spec, field)) {
    for (const key of containerFields) if (isSet(context, key)) addForbidden(found, `${where}.${key}`, notOnWindows)
  }
}
