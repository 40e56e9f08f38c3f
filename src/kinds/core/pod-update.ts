import { copyOf, type JsonObject, type KubeObject } from '#kube'
import { addForbidden, addInvalid, type Findings } from '../check/finding.ts'
import { isSame, isSameGo } from '../equal.ts'
import { isSet, mapAt, mapsAt, numberAt, pairsAt, textAt } from '../read.ts'
import { checkAnnotationUpdates } from '../template/annotations.ts'

/** Checks that only a few fields of a pod change (core ValidatePodUpdate). */
export function checkPodUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  checkAnnotationUpdates(found, object, old)
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
    restore(copy, before, 'nodeSelector')
    restoreNodeAffinity(copy, before)
  }
  if ((numberAt(before, 'terminationGracePeriodSeconds') ?? 0) < 0 && spec['terminationGracePeriodSeconds'] === 1) {
    restore(copy, before, 'terminationGracePeriodSeconds')
  }
  return copy
}

/** Affinity to other pods stays as it is. */
function restoreNodeAffinity(copy: JsonObject, before: JsonObject): void {
  const affinity = { ...mapAt(copy, 'affinity') }
  restore(affinity, mapAt(before, 'affinity'), 'nodeAffinity')
  if (Object.keys(affinity).length > 0 || isSet(before, 'affinity')) copy['affinity'] = affinity
  else delete copy['affinity']
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
  for (const [at, gate] of mapsAt(spec, 'schedulingGates').entries()) {
    const name = textAt(gate, 'name')
    if (old.has(name)) continue
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`
    addForbidden(found, `spec.schedulingGates[${at}].name`, detail)
  }
  if (old.size > 0) checkPlaces(found, spec, before)
}

/** A pod that waits for its gates may be kept from more nodes, and sent to no others (core validateNodeSelectorMutation). */
function checkPlaces(found: Findings, spec: JsonObject, before: JsonObject): void {
  const selector = mapAt(spec, 'nodeSelector')
  if (pairsAt(before, 'nodeSelector').some(([key, value]) => selector[key] !== value)) {
    const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
    addInvalid(found, 'spec.nodeSelector', selector, detail)
  }
  const required = 'requiredDuringSchedulingIgnoredDuringExecution'
  const [terms, old] = [spec, before].map((each) =>
    mapsAt(mapAt(each, 'affinity', 'nodeAffinity', required), 'nodeSelectorTerms'),
  ) as [readonly JsonObject[], readonly JsonObject[]]
  const field = `spec.affinity.nodeAffinity.${required}.nodeSelectorTerms`
  if (old.length === 0) return
  if (old.length !== terms.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'
    return addInvalid(found, field, [...terms], detail)
  }
  for (const [at, term] of old.entries()) {
    const now = terms[at] ?? {}
    const isKept = ['matchExpressions', 'matchFields'].every((list) =>
      startsWith(mapsAt(now, list), mapsAt(term, list)),
    )
    if (!isKept) {
      addInvalid(found, `${field}[${at}]`, now, 'only additions are allowed (no mutations or deletions)')
    }
  }
}

function startsWith(list: readonly JsonObject[], beginning: readonly JsonObject[]): boolean {
  return beginning.length <= list.length && beginning.every((item, at) => isSame(item, list[at]))
}
