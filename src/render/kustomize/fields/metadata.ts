import type { FieldSpec } from '../file/types.ts'

const CRON_JOB = { group: 'batch', kind: 'CronJob' }

/** Fields that `commonAnnotations` changes. */
export const ANNOTATIONS_FIELDS: readonly FieldSpec[] = madeAt('annotations', [
  ['metadata', {}],
  ['spec/template/metadata', { version: 'v1', kind: 'ReplicationController' }],
  ['spec/template/metadata', { kind: 'Deployment' }],
  ['spec/template/metadata', { kind: 'ReplicaSet' }],
  ['spec/template/metadata', { kind: 'DaemonSet' }],
  ['spec/template/metadata', { kind: 'StatefulSet' }],
  ['spec/template/metadata', { group: 'batch', kind: 'Job' }],
  ['spec/jobTemplate/metadata', CRON_JOB],
  ['spec/jobTemplate/spec/template/metadata', CRON_JOB],
])

/** Labels of objects and of the templates in them: the fields of `labels` with `includeTemplates`. */
export const TEMPLATE_LABELS_FIELDS: readonly FieldSpec[] = madeAt('labels', [
  ['metadata', {}],
  ['spec/template/metadata', { version: 'v1', kind: 'ReplicationController' }],
  ['spec/template/metadata', { kind: 'Deployment' }],
  ['spec/template/metadata', { kind: 'ReplicaSet' }],
  ['spec/template/metadata', { kind: 'DaemonSet' }],
  ['spec/template/metadata', { group: 'apps', kind: 'StatefulSet' }],
  ['spec/volumeClaimTemplates[]/metadata', { group: 'apps', kind: 'StatefulSet' }],
  ['spec/template/metadata', { group: 'batch', kind: 'Job' }],
  ['spec/jobTemplate/metadata', CRON_JOB],
  ['spec/jobTemplate/spec/template/metadata', CRON_JOB],
])

function madeAt(field: string, rows: readonly (readonly [string, FieldSpec])[]): FieldSpec[] {
  return rows.map(([place, selector]) => ({ ...selector, path: `${place}/${field}`, create: true }))
}
