import type { Json, JsonObject, KubeObject } from '#kube'
import { checkCounts } from '../check/count.ts'
import { add, addDuplicate, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { isSame } from '../equal.ts'
import { conditionOf, isSet, isTrue, mapAt, numberAt, textAt, textsAt } from '../read.ts'
import { readIndexes, sharedIndex } from './index-ranges.ts'

/**
 * Checks a new status of a job (batch ValidateJobUpdateStatus). What is wrong since before may stay, so that a status can
 * follow a spec that was changed.
 */
export function checkJobStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  const write = writeOf(object, old)
  checkCounts(found, { map: write.status, field: 'status' }, ['active', 'succeeded', 'failed', 'ready', 'terminating'])
  checkUncounted(found, mapAt(write.status, 'uncountedTerminatedPods'))
  checkEnd(found, write)
  checkTimes(found, write)
  checkIndexes(found, write)
  checkCourse(found, write)
}

/** A new status beside the one before. */
interface Write {
  readonly spec: JsonObject
  readonly status: JsonObject
  readonly before: JsonObject
  /** Whether any of these fields changed. */
  changed(...fields: readonly string[]): boolean
  /** Whether any of these conditions holds now and did not before, or the reverse. */
  turned(...types: readonly string[]): boolean
}

function writeOf(object: KubeObject, old: KubeObject): Write {
  const [status, before] = [mapAt(object, 'status'), mapAt(old, 'status')]
  return {
    spec: mapAt(object, 'spec'),
    status,
    before,
    changed: (...fields) => fields.some((field) => !isSame(status[field] ?? null, before[field] ?? null)),
    turned: (...types) => types.some((type) => holds(status, type) !== holds(before, type)),
  }
}

function holds(status: JsonObject, type: string): boolean {
  return conditionOf(status, type)?.['status'] === 'True'
}

function isFinished(status: JsonObject): boolean {
  return holds(status, 'Complete') || holds(status, 'Failed')
}

function addConditions(found: Findings, detail: string): void {
  add(found, { field: 'status.conditions', type: 'invalid', detail })
}

function checkUncounted(found: Findings, uncounted: JsonObject): void {
  const seen = new Set<string>()
  for (const list of ['succeeded', 'failed']) {
    for (const [at, uid] of textsAt(uncounted, list).entries()) {
      const field = `status.uncountedTerminatedPods.${list}[${at}]`
      if (uid === '') addInvalid(found, field, uid, 'must not be empty')
      else if (seen.has(uid)) addDuplicate(found, field, uid)
      seen.add(uid)
    }
  }
}

/** Pairs of conditions that cannot hold together, and those that need another before them. */
const conditionRules: readonly { readonly type: string; readonly other: string; readonly needs: boolean }[] = [
  { type: 'Complete', other: 'Failed', needs: false },
  { type: 'Complete', other: 'FailureTarget', needs: false },
  { type: 'Failed', other: 'FailureTarget', needs: true },
  { type: 'Complete', other: 'SuccessCriteriaMet', needs: true },
]

function checkEnd(found: Findings, write: Write): void {
  const { status, changed } = write
  for (const { type, other, needs } of conditionRules) {
    if (!write.turned(type, other) || !holds(status, type) || holds(status, other) === needs) continue
    const word = other === 'Failed' ? 'Failed=true' : `${other}=true`
    const detail = needs
      ? `cannot set ${type}=True condition without the ${word} condition`
      : `cannot set ${type}=True and ${word} conditions`
    addConditions(found, detail)
  }
  const hasTurned = isFinished(status) !== isFinished(write.before)
  if (isFinished(status)) {
    checkFinished(found, status, (field) => hasTurned || changed(field))
  }
  const [active, ready] = [numberAt(status, 'active') ?? 0, numberAt(status, 'ready') ?? 0]
  if (changed('ready', 'active') && ready > active) {
    addInvalid(found, 'status.ready', ready, 'cannot set more ready pods than active')
  }
  checkCriteria(found, write)
}

function checkFinished(found: Findings, status: JsonObject, concerns: (field: string) => boolean): void {
  for (const field of ['active', 'terminating']) {
    const count = numberAt(status, field) ?? 0
    if (concerns(field) && count > 0) {
      addInvalid(found, `status.${field}`, count, `${field}>0 is invalid for finished job`)
    }
  }
  if (concerns('startTime') && !isSet(status, 'startTime')) {
    addRequired(found, 'status.startTime', 'startTime is required for finished job')
  }
  const uncounted = mapAt(status, 'uncountedTerminatedPods')
  const isCounted = textsAt(uncounted, 'succeeded').length + textsAt(uncounted, 'failed').length === 0
  if (concerns('uncountedTerminatedPods') && !isCounted) {
    const detail = 'uncountedTerminatedPods needs to be empty for finished job'
    addInvalid(found, 'status.uncountedTerminatedPods', uncounted, detail)
  }
}

function checkCriteria(found: Findings, { status }: Write): void {
  if (!holds(status, 'SuccessCriteriaMet')) return
  for (const [type, word] of [
    ['Failed', 'Failed=true'],
    ['FailureTarget', 'FailureTarget=true'],
  ] as const) {
    if (holds(status, type)) addConditions(found, `cannot set SuccessCriteriaMet=True and ${word} conditions`)
  }
}

function checkTimes(found: Findings, { status, before, changed, turned, spec }: Write): void {
  const [start, end] = [textAt(status, 'startTime'), textAt(status, 'completionTime')]
  const isComplete = holds(status, 'Complete')
  const field = 'status.completionTime'
  if (turned('Complete') || changed('completionTime')) {
    if (end !== '' && !isComplete) {
      addInvalid(found, field, end, 'cannot set completionTime when there is no Complete=True condition')
    }
    if (end === '' && isComplete) addRequired(found, field, 'completionTime is required for Complete jobs')
  }
  if (changed('startTime', 'completionTime') && Date.parse(end) < Date.parse(start)) {
    addInvalid(found, field, end, 'completionTime cannot be set before startTime')
  }
  if (isSet(before, 'completionTime') && end !== '' && changed('completionTime')) {
    addInvalid(found, field, end, 'completionTime cannot be mutated')
  }
  if (isSet(before, 'startTime') && changed('startTime') && !isTrue(spec, 'suspend')) {
    addRequired(found, 'status.startTime', 'startTime cannot be removed for unsuspended job')
  }
}

function checkIndexes(found: Findings, { spec, status, changed }: Write): void {
  const completions = numberAt(spec, 'completions')
  const [completed, failed] = [textAt(status, 'completedIndexes'), textAt(status, 'failedIndexes')]
  const hasLimit = isSet(spec, 'backoffLimitPerIndex')
  const tell = (key: string, value: Json, ...details: readonly string[]) =>
    addInvalid(found, `status.${key}`, value, ...details)
  if (changed('completedIndexes')) {
    const { fault } = completions === undefined ? {} : readIndexes(completed, completions)
    if (fault !== undefined) tell('completedIndexes', completed, `error parsing completedIndexes: ${fault}`)
    if (completed !== '' && textAt(spec, 'completionMode') !== 'Indexed') {
      tell('completedIndexes', completed, 'cannot set non-empty completedIndexes when non-indexed completion mode')
    }
  }
  if (changed('failedIndexes') && isSet(status, 'failedIndexes')) {
    const { fault } = completions === undefined || !hasLimit ? {} : readIndexes(failed, completions)
    if (fault !== undefined) tell('failedIndexes', failed, `error parsing failedIndexes: ${fault}`)
    if (!hasLimit) {
      tell('failedIndexes', failed, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null')
    }
  }
  if (completions === undefined || !changed('completedIndexes', 'failedIndexes')) return
  const shared = sharedIndex(completed, failed, completions)
  if (shared !== undefined) {
    tell('failedIndexes', failed, `failedIndexes and completedIndexes overlap at index: ${shared}`)
  }
}

/** What only goes one way: conditions that end a job, and how many pods have ended. */
function checkCourse(found: Findings, { spec, status, before }: Write): void {
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (holds(before, type) && !holds(status, type)) {
      addConditions(found, `cannot disable the terminal ${type}=True condition`)
    }
  }
  const isElastic = textAt(spec, 'completionMode') === 'Indexed' && spec['completions'] === spec['parallelism']
  for (const count of isElastic ? ['failed'] : ['failed', 'succeeded']) {
    const now = numberAt(status, count) ?? 0
    if (now < (numberAt(before, count) ?? 0)) {
      addInvalid(found, `status.${count}`, now, `cannot decrease the ${count} counter`)
    }
  }
  const [met, wasMet] = [holds(status, 'SuccessCriteriaMet'), holds(before, 'SuccessCriteriaMet')]
  if (wasMet && !met) addConditions(found, 'cannot disable the SuccessCriteriaMet=True condition')
  if (holds(before, 'Complete') && !wasMet && met) {
    addConditions(found, 'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions')
  }
}
