import { ageColumn, ageOf, column, countColumn, nameColumn } from '../columns/column.ts'
import { containerColumns, selectorColumn } from '../columns/containers.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { isSet, isTrue, listAt, mapAt, textAt } from '../read.ts'
import { jobWarnings } from '../warn/job.ts'
import { checkCronJob, checkNewCronJob, defaultCronJob } from './cron-job-rules.ts'

/** Jobs at given times. */
export const cronJob: Kind = defineKind({
  group: 'batch',
  kind: 'CronJob',
  plural: 'cronjobs',
  shortNames: ['cj'],
  categories: ['all'],
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Schedule', 'The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron.', (object) =>
      textAt(mapAt(object, 'spec'), 'schedule'),
    ),
    column(
      'Timezone',
      'The time zone name for the given schedule.',
      (object) => textAt(mapAt(object, 'spec'), 'timeZone') || '<none>',
    ),
    column(
      'Suspend',
      'Whether subsequent executions are suspended.',
      (object) => {
        const spec = mapAt(object, 'spec')
        return isSet(spec, 'suspend') ? (isTrue(spec, 'suspend') ? 'True' : 'False') : '<unset>'
      },
      { type: 'boolean' },
    ),
    countColumn(
      'Active',
      'A list of pointers to currently running jobs.',
      (object) => listAt(mapAt(object, 'status'), 'active').length,
    ),
    column('Last Schedule', 'When the job was last successfully scheduled.', (object, now) => {
      const last = mapAt(object, 'status')['lastScheduleTime']
      return typeof last === 'string' ? ageOf(last, now) : '<none>'
    }),
    ageColumn,
    ...containerColumns('spec', 'jobTemplate', 'spec', 'template'),
    selectorColumn('A label query over pods.', 'spec', 'jobTemplate', 'spec', 'selector'),
  ],
  rules: {
    newStatus: {},
    generationFields: ['spec'],
    defaults: defaultCronJob,
    check: checkCronJob,
    checkNew: checkNewCronJob,
    warnings: jobWarnings(['spec', 'jobTemplate', 'spec']),
  },
})
