import type { KubeObject } from '#kube'
import { addForbidden, addInvalid, checkOptionalWord, checkUnchanged, type Findings } from '../check/finding.ts'
import { ageColumn, column, countColumn, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { isTrue, numberAt, textAt } from '../read.ts'

/** How important pods are. */
export const priorityClass: Kind = defineKind({
  group: 'scheduling.k8s.io',
  kind: 'PriorityClass',
  plural: 'priorityclasses',
  shortNames: ['pc'],
  scope: 'Cluster',
  columns: [
    nameColumn,
    countColumn(
      'Value',
      'Value represents the integer value of this priority class.',
      (object) => numberAt(object, 'value') ?? 0,
    ),
    column(
      'Global-Default',
      'Whether this PriorityClass should be considered as the default priority for pods that do not have any priority class.',
      (object) => isTrue(object, 'globalDefault'),
      { type: 'boolean' },
    ),
    ageColumn,
    column('PreemptionPolicy', 'The Policy for preempting pods with lower priority.', (object) =>
      textAt(object, 'preemptionPolicy'),
    ),
  ],
  rules: {
    generationFields: ['value'],
    defaults: (object) => {
      object['preemptionPolicy'] ??= 'PreemptLowerPriority'
    },
    prepare: (object) => {
      object.metadata['generation'] = 1
    },
    check,
    checkUpdate,
  },
})

const highestUserPriority = 1_000_000_000
const systemClasses: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
])

function check(found: Findings, object: KubeObject): void {
  const { name } = object.metadata
  const value = numberAt(object, 'value') ?? 0
  if (name.startsWith('system-')) {
    const known = systemClasses.get(name)
    if (known !== value || isTrue(object, 'globalDefault')) {
      addForbidden(
        found,
        'metadata.name',
        "priority class names with 'system-' prefix are reserved for system use only. error: " +
          (known === undefined
            ? `${name} is not a known system priority class`
            : `value of ${name} PriorityClass must be ${known}`),
      )
    }
  } else if (value > highestUserPriority) {
    addForbidden(found, 'value', `maximum allowed value of a user defined priority is ${highestUserPriority}`)
  }
  const policy = textAt(object, 'preemptionPolicy')
  checkOptionalWord(found, 'preemptionPolicy', policy, ['Never', 'PreemptLowerPriority'])
}

function checkUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  if (object['value'] !== old['value']) addForbidden(found, 'value', 'may not be changed in an update.')
  const policy = object['preemptionPolicy']
  checkUnchanged(found, 'preemptionPolicy', policy, policy === old['preemptionPolicy'])
  if (numberAt(object, 'value') === undefined) addInvalid(found, 'value', null, 'is required')
}
