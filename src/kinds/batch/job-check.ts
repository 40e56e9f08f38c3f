import { byteLength, checkDnsLabel, checkDnsSubdomain, copyOf, type JsonObject, type KubeObject } from '#kube'
import {
  addInvalid,
  addRequired,
  addTooLong,
  addUnsupported,
  checkNotNegative,
  checkUnchanged,
  type Findings,
} from '../check/finding.ts'
import { checkSelector, matchesSelector } from '../check/selector.ts'
import { isSame } from '../equal.ts'
import { conditionOf, isSet, isTrue, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkTemplate } from '../template/check.ts'
import { checkJobPolicies } from './job-policies.ts'

/** Checks a job (batch ValidateJob). */
export function checkJob(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkGenerated(found, object)
  checkJobSpec(found, spec, 'spec')
  if (isSet(spec, 'selector')) {
    checkSelector(found, spec['selector'], 'spec.selector')
    const labels = mapAt(spec, 'template', 'metadata')['labels']
    if (!matchesSelector(spec['selector'], labels)) {
      addInvalid(found, 'spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')
    }
  } else addRequired(found, 'spec.selector')
  const completions = numberAt(spec, 'completions')
  if (textAt(spec, 'completionMode') === 'Indexed' && completions !== undefined && completions > 0) {
    const longest = `${object.metadata.name}-${completions - 1}`
    if (checkDnsLabel(longest).length > 0) {
      const detail = `will not able to create pod with invalid DNS label: ${longest}`
      addInvalid(found, 'metadata.name', object.metadata.name, detail)
    }
  }
}

/** Checks what jobs and templates of jobs have in common. */
export function checkJobSpec(found: Findings, spec: JsonObject, field: string): void {
  for (const key of counts) checkNotNegative(found, `${field}.${key}`, numberAt(spec, key))
  checkMode(found, spec, field)
  checkJobPolicies(found, spec, field)
  checkTemplate(found, mapAt(spec, 'template'), `${field}.template`)
  const policy = textAt(mapAt(spec, 'template', 'spec'), 'restartPolicy')
  const place = `${field}.template.spec.restartPolicy`
  if (policy === '' || policy === 'Always') addRequired(found, place, 'valid values: "OnFailure", "Never"')
  else if (policy !== 'OnFailure' && policy !== 'Never') addUnsupported(found, place, policy, ['OnFailure', 'Never'])
  else if (isSet(spec, 'podFailurePolicy') && policy !== 'Never') {
    addInvalid(found, place, policy, 'only "Never" is supported when podFailurePolicy is specified')
  }
  const words = isSet(spec, 'podFailurePolicy') ? ['Failed'] : replacements
  const replacement = textAt(spec, 'podReplacementPolicy')
  if (replacement !== '' && !words.includes(replacement)) {
    addUnsupported(found, `${field}.podReplacementPolicy`, replacement, words)
  }
  if (isSet(spec, 'managedBy')) checkManager(found, textAt(spec, 'managedBy'), `${field}.managedBy`)
}

const longestManagerBytes = 63

/** Who minds a job instead of its controller: a domain and a path (apimachinery IsDomainPrefixedPath). */
function checkManager(found: Findings, manager: string, field: string): void {
  const slash = manager.indexOf('/')
  const [domain, path] = [manager.slice(0, slash), manager.slice(slash + 1)]
  if (manager === '') addRequired(found, field)
  else if (slash <= 0 || path === '') {
    addInvalid(found, field, manager, 'must be a domain-prefixed path (such as "acme.io/foo")')
  } else {
    addInvalid(found, field, domain, ...checkDnsSubdomain(domain))
    if (!pathRule.test(path))
      addInvalid(found, field, path, `Invalid path (regex used for validation is '${pathFormat}')`)
  }
  if (byteLength(manager) > longestManagerBytes) addTooLong(found, field, longestManagerBytes)
}

const pathFormat = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+"
const pathRule = new RegExp(`^${pathFormat}$`)

/** A selector that was made names the job itself (batch ValidateGeneratedSelector). */
function checkGenerated(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const uid = textAt(mapAt(object, 'metadata'), 'uid')
  if (isTrue(spec, 'manualSelector') || !isSet(spec, 'selector') || uid === '') return
  const labels = mapAt(spec, 'template', 'metadata', 'labels')
  const expected: Record<string, string> = {}
  for (const prefix of ['', 'batch.kubernetes.io/']) {
    expected[`${prefix}controller-uid`] = uid
    expected[`${prefix}job-name`] = object.metadata.name
  }
  for (const [key, value] of Object.entries(expected)) {
    const field = `spec.template.metadata.labels[${key}]`
    const detail = `must be '${value}'`
    if (!isSet(labels, key)) addRequired(found, field, detail)
    else if (labels[key] !== value) addInvalid(found, field, labels, detail)
  }
  if (!matchesSelector(spec['selector'], expected)) {
    addInvalid(found, 'spec.selector', spec['selector'], '`selector` not auto-generated')
  }
}

/** Checks what may not change in a job (batch ValidateJobUpdate). */
export function checkJobUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  for (const key of fixed) checkUnchanged(found, `spec.${key}`, spec[key], isSame(spec[key], before[key]))
  checkCompletions(found, spec, before)
  const template = rests(old) ? withPlacementOf(mapAt(spec, 'template'), mapAt(before, 'template')) : spec['template']
  checkUnchanged(found, 'spec.template', spec['template'], isSame(template, before['template']))
}

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
]
const replacements = ['Failed', 'TerminatingOrFailed']
const fixed = ['selector', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy']

function checkMode(found: Findings, spec: JsonObject, field: string): void {
  const mode = textAt(spec, 'completionMode')
  if (mode === '') return
  if (mode !== 'NonIndexed' && mode !== 'Indexed') {
    addUnsupported(found, `${field}.completionMode`, mode, ['Indexed', 'NonIndexed'])
  } else if (mode === 'Indexed' && !isSet(spec, 'completions')) {
    addRequired(found, `${field}.completions`, 'when completion mode is Indexed')
  }
}

/** The number of completions is fixed, unless every pod has an index and as many run as have to end. */
function checkCompletions(found: Findings, spec: JsonObject, before: JsonObject): void {
  const [now, then] = [spec['completions'], before['completions']]
  const isElastic = textAt(spec, 'completionMode') === 'Indexed'
  if (isSame(now, then)) return
  if (!isElastic) checkUnchanged(found, 'spec.completions', now, false)
  else if (now !== spec['parallelism']) {
    addInvalid(found, 'spec.completions', now, 'can only be modified in tandem with spec.parallelism')
  }
}

/** A suspended job without pods may still be sent elsewhere, and ask for other resources. */
function rests(old: KubeObject): boolean {
  const status = mapAt(old, 'status')
  if (!isTrue(mapAt(old, 'spec'), 'suspend') || (numberAt(status, 'active') ?? 0) > 0) return false
  return !isSet(status, 'startTime') || conditionOf(status, 'Suspended')?.['status'] === 'True'
}

function withPlacementOf(template: JsonObject, before: JsonObject): JsonObject {
  const copy = copyOf(template)
  const [spec, old] = [mapAt(copy, 'spec'), mapAt(before, 'spec')]
  for (const field of ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates']) spec[field] = old[field] ?? null
  for (const list of ['containers', 'initContainers']) {
    const containers = mapsAt(old, list)
    for (const [at, container] of mapsAt(spec, list).entries()) {
      container['resources'] = containers[at]?.['resources'] ?? null
    }
  }
  const [metadata, oldMetadata] = [mapAt(copy, 'metadata'), mapAt(before, 'metadata')]
  if (isSet(copy, 'metadata')) {
    for (const field of ['labels', 'annotations']) metadata[field] = oldMetadata[field] ?? null
  }
  return copy
}
