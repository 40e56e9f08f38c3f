import { checkDnsLabel, checkDnsSubdomain, type KubeObject } from '#kube'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addUnsupported,
  checkNotNegative,
  checkWord,
  type Findings,
} from '../check/finding.ts'
import { checkIntOrPercent, intOrPercentOf } from '../check/int-or-percent.ts'
import { checkClaimSpec } from '../core/claim-check.ts'
import { defaultClaim } from '../core/claim-defaults.ts'
import { isSame } from '../equal.ts'
import { isSet, makeMap, mapAt, mapsAt, numberAt, textAt } from '../read.ts'
import { checkTemplate, checkTemplateMetadata } from '../template/check.ts'
import { defaultTemplate } from '../template/defaults.ts'
import { withClaimVolumes } from '../template/volume.ts'
import { strategyDump } from './strategy-dump.ts'
import { checkWorkload } from './workload.ts'

/** Fills in what a stateful set leaves out (mutates; apps SetDefaults_StatefulSet). */
export function defaultStatefulSet(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['podManagementPolicy'] ||= 'OrderedReady'
  spec['replicas'] ??= 1
  spec['revisionHistoryLimit'] ??= 10
  const strategy = makeMap(spec, 'updateStrategy')
  strategy['type'] ||= 'RollingUpdate'
  if (strategy['type'] === 'RollingUpdate') makeMap(strategy, 'rollingUpdate')['partition'] ??= 0
  const retention = makeMap(spec, 'persistentVolumeClaimRetentionPolicy')
  retention['whenDeleted'] ||= 'Retain'
  retention['whenScaled'] ||= 'Retain'
  defaultTemplate(makeMap(spec, 'template'))
  for (const claim of mapsAt(spec, 'volumeClaimTemplates')) {
    claim['apiVersion'] ??= 'v1'
    claim['kind'] ??= 'PersistentVolumeClaim'
    defaultClaim(claim)
    claim['status'] ??= { phase: 'Pending' }
  }
}

/** Checks a stateful set (apps ValidateStatefulSet). */
export function checkStatefulSet(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const policy = textAt(spec, 'podManagementPolicy')
  if (policy === '') addRequired(found, 'spec.podManagementPolicy')
  else if (!['OrderedReady', 'Parallel'].includes(policy)) {
    addInvalid(found, 'spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'")
  }
  checkStrategy(found, object)
  checkRetention(found, object)
  checkNotNegative(found, 'spec.ordinals.start', numberAt(mapAt(spec, 'ordinals'), 'start'))
  const serviceName = textAt(spec, 'serviceName')
  if (serviceName !== '') addInvalid(found, 'spec.serviceName', serviceName, ...checkDnsSubdomain(serviceName))
  checkWorkload(found, object, { name: 'statefulset', kind: 'StatefulSet', check: () => {} })
}

/** Checks what only a new stateful set has to keep to: one that is there may be wrong since before. */
export function checkNewStatefulSet(found: Findings, object: KubeObject): void {
  const name = textAt(mapAt(object, 'metadata'), 'name')
  if (checkDnsSubdomain(name).length === 0) addInvalid(found, 'metadata.name', name, ...checkDnsLabel(name))
  for (const rules of Object.values(partRules)) rules(found, object)
}

/** Rules that came later than stateful sets: each is kept by a change only if it was kept before (apps ValidateStatefulSetUpdate). */
const partRules = {
  template: (found: Findings, object: KubeObject) => {
    const spec = mapAt(object, 'spec')
    const claims = mapsAt(spec, 'volumeClaimTemplates')
    checkTemplate(found, withClaimVolumes(mapAt(spec, 'template'), claims), 'spec.template')
  },
  claims: (found: Findings, object: KubeObject) => {
    for (const [at, claim] of mapsAt(mapAt(object, 'spec'), 'volumeClaimTemplates').entries()) {
      checkClaimSpec(found, mapAt(claim, 'spec'), `spec.volumeClaimTemplates[${at}].spec`)
    }
  },
}

function checkParts(found: Findings, object: KubeObject, old: KubeObject): void {
  for (const rules of Object.values(partRules)) {
    const before: Findings = []
    rules(before, old)
    if (before.length === 0) rules(found, object)
  }
  if (isSame(mapAt(object, 'spec')['template'], mapAt(old, 'spec')['template'])) return
  checkTemplateMetadata(found, mapAt(object, 'spec', 'template'), 'spec.template')
}

/** Checks that only a few fields change (apps ValidateStatefulSetUpdate). */
export function checkStatefulSetUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  checkParts(found, object, old)
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  const fields = new Set([...Object.keys(spec), ...Object.keys(before)])
  const isFixed = (field: string) => !changeable.includes(field)
  if ([...fields].some((field) => isFixed(field) && !isSame(spec[field], before[field]))) {
    addForbidden(
      found,
      'spec',
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    )
  }
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
]

function checkStrategy(found: Findings, object: KubeObject): void {
  const strategy = mapAt(object, 'spec', 'updateStrategy')
  const type = textAt(strategy, 'type')
  const field = 'spec.updateStrategy'
  if (type === '') return addRequired(found, field)
  if (type === 'OnDelete') {
    if (isSet(strategy, 'rollingUpdate')) {
      addInvalid(
        found,
        `${field}.rollingUpdate`,
        strategy['rollingUpdate'],
        "only allowed for updateStrategy 'RollingUpdate'",
      )
    }
  } else if (type === 'RollingUpdate') checkRolling(found, object)
  else {
    const dump = strategyDump(strategy, { partition: 'Partition', maxUnavailable: 'MaxUnavailable' })
    addInvalid(found, field, dump, "must be 'RollingUpdate' or 'OnDelete'")
  }
}

function checkRolling(found: Findings, object: KubeObject): void {
  const rolling = mapAt(object, 'spec', 'updateStrategy', 'rollingUpdate')
  const field = 'spec.updateStrategy.rollingUpdate'
  checkNotNegative(found, `${field}.partition`, numberAt(rolling, 'partition'))
  if (!isSet(rolling, 'maxUnavailable')) return
  checkIntOrPercent(found, rolling['maxUnavailable'], { field: `${field}.maxUnavailable`, maxPercent: 100 })
  if (intOrPercentOf(rolling['maxUnavailable']) === 0) {
    addInvalid(found, `${field}.maxUnavailable`, rolling['maxUnavailable'], 'cannot be 0')
  }
}

function checkRetention(found: Findings, object: KubeObject): void {
  const policy = mapAt(object, 'spec', 'persistentVolumeClaimRetentionPolicy')
  for (const key of ['whenDeleted', 'whenScaled']) {
    const value = textAt(policy, key)
    const field = `spec.persistentVolumeClaimRetentionPolicy.${key}`
    if (value === '') checkWord(found, field, value, [])
    else if (!['Retain', 'Delete'].includes(value)) addUnsupported(found, field, value, ['Delete', 'Retain'])
  }
}
