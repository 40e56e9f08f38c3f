import { copyOf, type JsonObject, type KubeObject } from '#kube'
import { addForbidden, addInvalid, type Findings } from '../check/finding.ts'
import { isSame, isSameGo } from '../equal.ts'
import { mapAt, mapsAt, numberAt, textAt } from '../read.ts'

/** Checks that only a few fields of a pod change (core ValidatePodUpdate). */
export function checkPodUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  const lists = ['containers', 'initContainers'].filter(
    (list) => mapsAt(spec, list).length !== mapsAt(before, list).length,
  )
  for (const list of lists) addForbidden(found, `spec.${list}`, `pod updates may not add or remove containers`)
  if (lists.length > 0) return
  checkDeadline(found, spec, before)
  checkTolerationChanges(found, mapsAt(spec, 'tolerations'), mapsAt(before, 'tolerations'))
  checkGates(found, spec, before)
  if (!isSameGo(withoutChangeable(spec, before), before)) addForbidden(found, 'spec', changeMessage)
}

/** Checks a new status of a pod: a container that ended for good may not come back (core ValidatePodStatusUpdate). */
export function checkPodStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  if (['Always'].includes(textAt(mapAt(old, 'spec'), 'restartPolicy'))) return
  const policy = textAt(mapAt(old, 'spec'), 'restartPolicy')
  const [statuses, before] = [
    mapsAt(mapAt(object, 'status'), 'containerStatuses'),
    mapsAt(mapAt(old, 'status'), 'containerStatuses'),
  ]
  for (const [at, status] of before.entries()) {
    const ended = mapAt(status, 'state')['terminated']
    if (
      ended === undefined ||
      (policy === 'OnFailure' && numberAt(mapAt(status, 'state', 'terminated'), 'exitCode') !== 0)
    )
      continue
    const now = statuses.find((each) => each['name'] === status['name'])
    if (now !== undefined && mapAt(now, 'state')['terminated'] === undefined) {
      addForbidden(found, `status.containerStatuses[${at}].state`, 'may not be transitioned to non-terminated state')
    }
  }
}

const changeMessage =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

/** The new spec with what may change as it was. */
function withoutChangeable(spec: JsonObject, before: JsonObject): JsonObject {
  const copy = copyOf(spec)
  for (const list of ['containers', 'initContainers']) {
    const old = mapsAt(before, list)
    for (const [at, container] of mapsAt(copy, list).entries()) restore(container, old[at] ?? {}, 'image')
  }
  for (const field of ['activeDeadlineSeconds', 'tolerations', 'schedulingGates']) restore(copy, before, field)
  if (mapsAt(before, 'schedulingGates').length > 0) {
    for (const field of ['nodeSelector', 'affinity']) restore(copy, before, field)
  }
  if ((numberAt(before, 'terminationGracePeriodSeconds') ?? 0) < 0 && spec['terminationGracePeriodSeconds'] === 1) {
    restore(copy, before, 'terminationGracePeriodSeconds')
  }
  return copy
}

function restore(map: JsonObject, before: JsonObject, field: string): void {
  const value = before[field]
  if (value === undefined) delete map[field]
  else map[field] = value
}

function checkDeadline(found: Findings, spec: JsonObject, before: JsonObject): void {
  const [deadline, old] = [numberAt(spec, 'activeDeadlineSeconds'), numberAt(before, 'activeDeadlineSeconds')]
  const field = 'spec.activeDeadlineSeconds'
  if (deadline === undefined) {
    if (old !== undefined) addInvalid(found, field, null, 'must not update from a positive integer to nil value')
  } else if (old !== undefined && old < deadline) {
    addInvalid(found, field, deadline, 'must be less than or equal to previous value')
  }
}

/** Tolerations may be added; of those that are there only the seconds may change. */
function checkTolerationChanges(
  found: Findings,
  tolerations: readonly JsonObject[],
  before: readonly JsonObject[],
): void {
  const timeless = (toleration: JsonObject) => ({ ...toleration, tolerationSeconds: null })
  const isKept = before.every((old) => tolerations.some((each) => isSame(timeless(each), timeless(old))))
  if (!isKept) {
    addForbidden(found, 'spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')
  }
}

function checkGates(found: Findings, spec: JsonObject, before: JsonObject): void {
  const old = new Set(mapsAt(before, 'schedulingGates').map((gate) => textAt(gate, 'name')))
  const added = mapsAt(spec, 'schedulingGates').filter((gate) => !old.has(textAt(gate, 'name')))
  if (added.length > 0) {
    addForbidden(
      found,
      'spec.schedulingGates',
      'only deletion is allowed, but found new scheduling gate(s) {' +
        added.map((gate) => `'${textAt(gate, 'name')}'`).join(', ') +
        '}',
    )
  }
}
