import type { KubeObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkNotNegative,
  type Findings,
} from '../check/finding.ts'
import { checkIntOrPercent, intOrPercentOf } from '../check/int-or-percent.ts'
import { isSet, makeMap, mapAt, numberAt, textAt } from '../read.ts'
import { defaultTemplate } from '../template/defaults.ts'
import { rollingFields, strategyDump } from './strategy-dump.ts'
import { checkWorkload } from './workload.ts'

/** Fills in what a deployment leaves out (mutates; apps SetDefaults_Deployment). */
export function defaultDeployment(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['replicas'] ??= 1
  const strategy = makeMap(spec, 'strategy')
  strategy['type'] ||= 'RollingUpdate'
  if (strategy['type'] === 'RollingUpdate') {
    const rolling = makeMap(strategy, 'rollingUpdate')
    rolling['maxUnavailable'] ??= '25%'
    rolling['maxSurge'] ??= '25%'
  }
  spec['revisionHistoryLimit'] ??= 10
  spec['progressDeadlineSeconds'] ??= 600
  defaultTemplate(makeMap(spec, 'template'))
}

/** Checks a deployment (apps ValidateDeployment). */
export function checkDeployment(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkWorkload(found, object, { name: 'deployment', kind: 'ReplicaSet' })
  checkStrategy(found, object)
  checkNotNegative(found, 'spec.revisionHistoryLimit', numberAt(spec, 'revisionHistoryLimit'))
  const deadline = numberAt(spec, 'progressDeadlineSeconds')
  checkNotNegative(found, 'spec.progressDeadlineSeconds', deadline)
  if (deadline !== undefined && deadline <= (numberAt(spec, 'minReadySeconds') ?? 0)) {
    addInvalid(found, 'spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')
  }
}

function checkStrategy(found: Findings, object: KubeObject): void {
  const strategy = mapAt(object, 'spec', 'strategy')
  const type = textAt(strategy, 'type')
  const field = 'spec.strategy'
  if (type === 'Recreate') {
    if (isSet(strategy, 'rollingUpdate')) {
      addForbidden(found, `${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")
    }
  } else if (type !== 'RollingUpdate')
    addUnsupported(found, field, strategyDump(strategy, rollingFields), ['Recreate', 'RollingUpdate'])
  else if (!isSet(strategy, 'rollingUpdate')) {
    addRequired(found, `${field}.rollingUpdate`, 'this should be defaulted and never be nil')
  } else checkRolling(found, object)
}

function checkRolling(found: Findings, object: KubeObject): void {
  const rolling = mapAt(object, 'spec', 'strategy', 'rollingUpdate')
  const field = 'spec.strategy.rollingUpdate'
  checkIntOrPercent(found, rolling['maxUnavailable'], { field: `${field}.maxUnavailable`, maxPercent: 100 })
  checkIntOrPercent(found, rolling['maxSurge'], { field: `${field}.maxSurge` })
  if (intOrPercentOf(rolling['maxUnavailable']) === 0 && intOrPercentOf(rolling['maxSurge']) === 0) {
    addInvalid(found, `${field}.maxUnavailable`, rolling['maxUnavailable'], 'may not be 0 when `maxSurge` is 0')
  }
}
