import type { KubeObject } from '#kube'
import { addInvalid, addRequired, addUnsupported, checkNotNegative, type Findings } from '../check/finding.ts'
import { checkIntOrPercent, intOrPercentOf } from '../check/int-or-percent.ts'
import { checkSelector, selectsAll } from '../check/selector.ts'
import { isSet, makeMap, mapAt, numberAt, textAt } from '../read.ts'
import { defaultTemplate } from '../template/defaults.ts'
import { rollingFields, strategyDump } from './strategy-dump.ts'
import { checkMatchingTemplate, checkSameSelector } from './workload.ts'

/** Fills in what a daemon set leaves out (mutates; apps SetDefaults_DaemonSet). */
export function defaultDaemonSet(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  const strategy = makeMap(spec, 'updateStrategy')
  strategy['type'] ||= 'RollingUpdate'
  if (strategy['type'] === 'RollingUpdate') {
    const rolling = makeMap(strategy, 'rollingUpdate')
    rolling['maxUnavailable'] ??= 1
    rolling['maxSurge'] ??= 0
  }
  spec['revisionHistoryLimit'] ??= 10
  defaultTemplate(makeMap(spec, 'template'))
}

/** Checks a daemon set (apps ValidateDaemonSet). */
export function checkDaemonSet(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkSelector(found, spec['selector'], 'spec.selector')
  if (isSet(spec, 'selector') && selectsAll(spec['selector'])) {
    addInvalid(found, 'spec.selector', spec['selector'], 'empty selector is invalid for daemonset')
  }
  checkMatchingTemplate(found, spec, { kind: 'DaemonSet' })
  checkNotNegative(found, 'spec.minReadySeconds', numberAt(spec, 'minReadySeconds'))
  checkStrategy(found, object)
  checkNotNegative(found, 'spec.revisionHistoryLimit', numberAt(spec, 'revisionHistoryLimit'))
}

/** Checks what may not change in a daemon set. */
export function checkDaemonSetUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  checkSameSelector(found, object, old)
}

function checkStrategy(found: Findings, object: KubeObject): void {
  const strategy = mapAt(object, 'spec', 'updateStrategy')
  const type = textAt(strategy, 'type')
  if (type === 'OnDelete') return
  if (type !== 'RollingUpdate') {
    return addUnsupported(found, 'spec.updateStrategy', strategyDump(strategy, rollingFields), [
      'RollingUpdate',
      'OnDelete',
    ])
  }
  const rolling = mapAt(strategy, 'rollingUpdate')
  const field = 'spec.updateStrategy.rollingUpdate'
  checkIntOrPercent(found, rolling['maxUnavailable'], { field: `${field}.maxUnavailable`, maxPercent: 100 })
  checkIntOrPercent(found, rolling['maxSurge'], { field: `${field}.maxSurge`, maxPercent: 100 })
  const [surge, unavailable] = [intOrPercentOf(rolling['maxSurge']), intOrPercentOf(rolling['maxUnavailable'])]
  if (surge > 0 && unavailable > 0) {
    addInvalid(found, `${field}.maxSurge`, rolling['maxSurge'], 'may not be set when maxUnavailable is non-zero')
  } else if (surge === 0 && unavailable === 0) {
    addRequired(found, `${field}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')
  }
}
