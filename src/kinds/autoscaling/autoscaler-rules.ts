import { checkPathSegment, type JsonObject, type KubeObject } from '#kube'
import { addForbidden, addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { canonizeField } from '../check/quantity.ts'
import { isSet, listAt, makeMap, mapAt, mapsAt, numberAt, scalarText, textAt } from '../read.ts'
import { autoscalerToV2 } from './convert.ts'
import { checkMetric } from './metric-check.ts'

/** Fills in what an autoscaler leaves out (mutates; autoscaling/v2 SetDefaults_HorizontalPodAutoscaler). */
export function defaultAutoscaler(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['minReplicas'] ??= 1
  if (listAt(spec, 'metrics').length === 0) {
    spec['metrics'] = [
      { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
    ]
  }
  for (const metric of mapsAt(spec, 'metrics')) canonizeTarget(metric)
  if (isSet(spec, 'behavior')) defaultBehavior(mapAt(spec, 'behavior'))
}

/** The same for version v1. */
export function defaultOldAutoscaler(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['minReplicas'] ??= 1
  if (mapsAt(mapAt(autoscalerToV2(object), 'spec'), 'metrics').length === 0) spec['targetCPUUtilizationPercentage'] = 80
}

/** Checks an autoscaler (autoscaling ValidateHorizontalPodAutoscaler). */
export function checkAutoscaler(found: Findings, object: KubeObject): void {
  checkOldAutoscaler(found, object)
  const spec = mapAt(object, 'spec')
  for (const [at, metric] of mapsAt(spec, 'metrics').entries()) checkMetric(found, metric, `spec.metrics[${at}]`)
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = mapAt(spec, 'behavior', direction)
    if (isSet(mapAt(spec, 'behavior'), direction)) checkRules(found, rules, `spec.behavior.${direction}`)
  }
}

/** Checks what autoscalers of every version have in common. */
export function checkOldAutoscaler(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const [least, most] = [numberAt(spec, 'minReplicas'), numberAt(spec, 'maxReplicas') ?? 0]
  if (least !== undefined && least < 1)
    addInvalid(found, 'spec.minReplicas', least, 'must be greater than or equal to 1')
  if (most < 1) addInvalid(found, 'spec.maxReplicas', most, 'must be greater than 0')
  if (least !== undefined && most < least) {
    addInvalid(found, 'spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')
  }
  const target = mapAt(spec, 'scaleTargetRef')
  for (const key of ['kind', 'name']) {
    const value = textAt(target, key)
    if (value === '') addRequired(found, `spec.scaleTargetRef.${key}`)
    else addInvalid(found, `spec.scaleTargetRef.${key}`, value, ...checkPathSegment(value))
  }
}

const upPolicies = [
  { type: 'Pods', value: 4, periodSeconds: 15 },
  { type: 'Percent', value: 100, periodSeconds: 15 },
]
const downPolicies = [{ type: 'Percent', value: 100, periodSeconds: 15 }]

function defaultBehavior(behavior: JsonObject): void {
  const up = makeMap(behavior, 'scaleUp')
  up['stabilizationWindowSeconds'] ??= 0
  const down = makeMap(behavior, 'scaleDown')
  for (const [rules, policies] of [
    [up, upPolicies],
    [down, downPolicies],
  ] as const) {
    rules['selectPolicy'] ??= 'Max'
    if (listAt(rules, 'policies').length === 0) rules['policies'] = policies.map((policy) => ({ ...policy }))
  }
}

function canonizeTarget(metric: JsonObject): void {
  for (const source of ['resource', 'pods', 'object', 'external', 'containerResource']) {
    const target = mapAt(metric, source, 'target')
    for (const field of ['value', 'averageValue']) canonizeField(target, field)
  }
}

const longestWindow = 3600
const longestPeriod = 1800

function checkRules(found: Findings, rules: JsonObject, field: string): void {
  const window = numberAt(rules, 'stabilizationWindowSeconds')
  if (window !== undefined && window < 0) {
    addInvalid(found, `${field}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero')
  }
  if (window !== undefined && window > longestWindow) {
    addInvalid(found, `${field}.stabilizationWindowSeconds`, window, `must be less than or equal to ${longestWindow}`)
  }
  const select = textAt(rules, 'selectPolicy')
  if (select !== '' && !['Disabled', 'Max', 'Min'].includes(select)) {
    addUnsupported(found, `${field}.selectPolicy`, select, ['Disabled', 'Max', 'Min'])
  }
  const policies = mapsAt(rules, 'policies')
  if (policies.length === 0) addRequired(found, `${field}.policies`, 'must specify at least one Policy')
  for (const [at, policy] of policies.entries()) checkPolicy(found, policy, `${field}.policies[${at}]`)
  if (isSet(rules, 'tolerance') && scalarText(rules['tolerance']).startsWith('-')) {
    addForbidden(found, `${field}.tolerance`, 'must be greater than or equal to zero')
  }
}

function checkPolicy(found: Findings, policy: JsonObject, field: string): void {
  const type = textAt(policy, 'type')
  if (type !== 'Pods' && type !== 'Percent') addUnsupported(found, `${field}.type`, type, ['Percent', 'Pods'])
  const [value, period] = [numberAt(policy, 'value') ?? 0, numberAt(policy, 'periodSeconds') ?? 0]
  if (value <= 0) addInvalid(found, `${field}.value`, value, 'must be greater than zero')
  if (period <= 0) addInvalid(found, `${field}.periodSeconds`, period, 'must be greater than zero')
  if (period > longestPeriod) {
    addInvalid(found, `${field}.periodSeconds`, period, `must be less than or equal to ${longestPeriod}`)
  }
}
