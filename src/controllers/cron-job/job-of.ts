import { asMap, mapAt, textAt as textOf } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { controllerReference } from '../owner/owner.ts'
import { knownZone } from './schedule.ts'
import { zoneOf } from './zone.ts'

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

/** The name of the job that runs at a time: the same for the same time, so that none runs twice. */
export function jobNameAt(cronJob: KubeObject, atMs: number): string {
  return `${cronJob.metadata.name}-${Math.floor(atMs / 60_000)}`
}

/** The job of a cron job's template for a time. Source: kubernetes `getJobFromTemplate2`. */
export function jobAt(cronJob: KubeObject, atMs: number): KubeObject {
  const template = mapAt(cronJob, 'spec', 'jobTemplate')
  const { labels, annotations } = mapAt(template, 'metadata')
  const metadata: JsonObject = {
    name: jobNameAt(cronJob, atMs),
    namespace: textAt(cronJob, 'metadata', 'namespace'),
    ...(labels !== undefined && { labels }),
    annotations: { ...asMap(annotations), [SCHEDULED]: timeIn(textOf(mapAt(cronJob, 'spec'), 'timeZone'), atMs) },
    ownerReferences: [controllerReference(cronJob)],
  }
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadata as KubeObject['metadata'],
    spec: mapAt(template, 'spec'),
  }
}

/** RFC 3339 with the zone's offset. */
function timeIn(name: string, ms: number): string {
  const offset = zoneOf(knownZone(name)).offsetText(ms)
  const [sign, hours = 0, minutes = 0] = [offset.startsWith('-') ? -1 : 1, ...(offset.match(/\d+/g) ?? []).map(Number)]
  const wall = new Date(ms + sign * (hours * 60 + minutes) * 60_000)
  return wall.toISOString().replace(/\.\d+Z$/, offset)
}
