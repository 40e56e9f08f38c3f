import { byteLength, type KubeObject, lengthMessage } from '#kube'
import { addForbidden, addInvalid, addRequired, checkNotNegative, checkWord, type Findings } from '../check/finding.ts'
import { isSet, makeMap, mapAt, numberAt, textAt } from '../read.ts'
import { defaultTemplate } from '../template/defaults.ts'
import { checkJobSpec } from './job-check.ts'
import { findScheduleFault } from './schedule.ts'

/** Fills in what a cron job leaves out (mutates; batch SetDefaults_CronJob). */
export function defaultCronJob(object: KubeObject): void {
  const spec = makeMap(object, 'spec')
  spec['concurrencyPolicy'] ||= 'Allow'
  spec['suspend'] ??= false
  spec['successfulJobsHistoryLimit'] ??= 3
  spec['failedJobsHistoryLimit'] ??= 1
  const template = makeMap(spec, 'jobTemplate')
  makeMap(template, 'metadata')
  defaultTemplate(makeMap(makeMap(template, 'spec'), 'template'))
}

/** Checks a cron job (batch ValidateCronJob). */
export function checkCronJob(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  checkSchedule(found, textAt(spec, 'schedule'))
  checkNotNegative(found, 'spec.startingDeadlineSeconds', numberAt(spec, 'startingDeadlineSeconds'))
  if (isSet(spec, 'timeZone')) checkTimeZone(found, textAt(spec, 'timeZone'))
  const policy = textAt(spec, 'concurrencyPolicy')
  checkWord(found, 'spec.concurrencyPolicy', policy, ['Allow', 'Forbid', 'Replace'])
  const template = mapAt(spec, 'jobTemplate', 'spec')
  if (isSet(template, 'selector')) {
    addInvalid(found, 'spec.jobTemplate.spec.selector', template['selector'], '`selector` will be auto-generated')
  }
  if (template['manualSelector'] === true) {
    addForbidden(found, 'spec.jobTemplate.spec.manualSelector', 'must be nil or false')
  }
  checkJobSpec(found, template, 'spec.jobTemplate.spec')
  for (const key of ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']) {
    checkNotNegative(found, `spec.${key}`, numberAt(spec, key))
  }
}

/** Checks the name of a new cron job: jobs get eleven characters more than it has. */
export function checkNewCronJob(found: Findings, object: KubeObject): void {
  if (byteLength(object.metadata.name) > 52) {
    addInvalid(found, 'metadata.name', object.metadata.name, lengthMessage(52))
  }
}

function checkSchedule(found: Findings, schedule: string): void {
  if (schedule === '') return addRequired(found, 'spec.schedule')
  if (schedule.includes('TZ')) {
    return addInvalid(
      found,
      'spec.schedule',
      schedule,
      'cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    )
  }
  const fault = findScheduleFault(schedule)
  if (fault !== undefined) addInvalid(found, 'spec.schedule', schedule, fault)
}

function checkTimeZone(found: Findings, zone: string): void {
  const field = 'spec.timeZone'
  if (zone === '') return addInvalid(found, field, zone, 'timeZone must be nil or non-empty string')
  if (zone.toLowerCase() === 'local')
    return addInvalid(
      found,
      field,
      zone,
      'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
    )
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone }).format(0)
  } catch {
    addInvalid(found, field, zone, `unknown time zone ${zone}`)
  }
}
