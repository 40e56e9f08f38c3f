import type { KubeObject } from '#kube'
import { ageOf, column, wideColumn } from '../columns/column.ts'
import type { Column } from '../kind.ts'
import { asMap, isSet, mapAt, numberAt, textAt } from '../read.ts'

/** Columns of events, read from their stored form (core/v1); `read` makes that of what is given. */
export function eventColumns(read: (object: KubeObject) => KubeObject): readonly Column[] {
  return [
    column('Last Seen', 'Time when this event was last observed', (object, now) => lastSeen(read(object), now)),
    column('Type', 'Type of this event (Normal, Warning), new types could be added in the future', (object) =>
      textAt(read(object), 'type'),
    ),
    column('Reason', 'Short machine understandable reason for the transition', (object) =>
      textAt(read(object), 'reason'),
    ),
    column('Object', 'Object involved in this event', (object) => target(read(object))),
    wideColumn('Subobject', 'Field path of the involved object', (object) =>
      textAt(mapAt(read(object), 'involvedObject'), 'fieldPath'),
    ),
    wideColumn('Source', 'Component reporting this event', (object) => source(read(object))),
    column('Message', 'Description of the status of this operation', (object) =>
      textAt(read(object), 'message').trim(),
    ),
    wideColumn('First Seen', 'Time when this event was first observed', (object, now) => firstSeen(read(object), now)),
    wideColumn('Count', 'Number of times this event was observed', (object) => timesSeen(read(object))),
    column('Name', 'Name of the event', (object) => object.metadata.name, { priority: 1, format: 'name' }),
  ]
}

function firstSeen(event: KubeObject, now: number): string {
  return ageOf(isSet(event, 'firstTimestamp') ? event['firstTimestamp'] : event['eventTime'], now)
}

function lastSeen(event: KubeObject, now: number): string {
  const series = asMap(event['series'])
  if (isSet(event, 'series')) return ageOf(series['lastObservedTime'], now)
  return isSet(event, 'lastTimestamp') ? ageOf(event['lastTimestamp'], now) : firstSeen(event, now)
}

function timesSeen(event: KubeObject): number {
  const count = isSet(event, 'series') ? numberAt(mapAt(event, 'series'), 'count') : numberAt(event, 'count')
  return isSet(event, 'series') ? (count ?? 0) : count || 1
}

function target(event: KubeObject): string {
  const involved = mapAt(event, 'involvedObject')
  const kind = textAt(involved, 'kind').toLowerCase()
  const name = textAt(involved, 'name')
  return name === '' ? kind : `${kind}/${name}`
}

function source(event: KubeObject): string {
  const given = mapAt(event, 'source')
  const component = textAt(given, 'component') || textAt(event, 'reportingComponent')
  const host = textAt(given, 'host') || textAt(event, 'reportingInstance')
  return host === '' ? component : `${component}, ${host}`
}
