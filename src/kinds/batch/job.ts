import { humanDuration, type KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { containerColumns, selectorColumn } from '../columns/containers.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { conditionOf, isSet, mapAt, numberAt, textAt } from '../read.ts'
import { jobWarnings } from '../warn/job.ts'
import { checkJob, checkJobUpdate } from './job-check.ts'
import { defaultJob, prepareJob, prepareJobUpdate } from './job-defaults.ts'
import { checkJobStatus } from './job-status.ts'

/** Pods that run to an end. */
export const job: Kind = defineKind({
  group: 'batch',
  kind: 'Job',
  plural: 'jobs',
  categories: ['all'],
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Status', 'Status of the job.', statusOf),
    column('Completions', 'Number of pods that succeeded, of those desired.', completionsOf),
    column('Duration', 'Time required to complete the job.', durationOf),
    ageColumn,
    ...containerColumns('spec', 'template'),
    selectorColumn('A label query over pods that should match the pod count.', 'spec', 'selector'),
  ],
  selectableFields: {
    'status.successful': (object) => String(numberAt(mapAt(object, 'status'), 'succeeded') ?? 0),
  },
  rules: {
    newStatus: {},
    generationFields: ['spec'],
    orphansByDefault: true,
    defaults: defaultJob,
    prepare: prepareJob,
    prepareUpdate: prepareJobUpdate,
    check: checkJob,
    checkUpdate: checkJobUpdate,
    checkStatus: checkJobStatus,
    warnings: jobWarnings(['spec']),
  },
})

function statusOf(object: KubeObject): string {
  const holds = (type: string) => conditionOf(mapAt(object, 'status'), type)?.['status'] === 'True'
  if (holds('Complete')) return 'Complete'
  if (holds('Failed')) return 'Failed'
  if (isSet(object.metadata, 'deletionTimestamp')) return 'Terminating'
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running'
}

function completionsOf(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  const succeeded = numberAt(mapAt(object, 'status'), 'succeeded') ?? 0
  const completions = numberAt(spec, 'completions')
  if (completions !== undefined) return `${succeeded}/${completions}`
  const parallelism = numberAt(spec, 'parallelism') ?? 0
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

function durationOf(object: KubeObject, now: number): string {
  const status = mapAt(object, 'status')
  if (!isSet(status, 'startTime')) return ''
  const end = isSet(status, 'completionTime') ? Date.parse(textAt(status, 'completionTime')) : now
  return humanDuration(end - Date.parse(textAt(status, 'startTime')))
}
