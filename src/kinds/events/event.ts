import { type KubeObject } from '#kube'
import { defineKind } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, textAt } from '../read.ts'
import { checkNewEvent, checkNewEventUpdate } from './check.ts'
import { eventColumns } from './columns.ts'
import { eventFromCore, eventToCore } from './convert.ts'

/** Something that happened to an object, in its newer form; stored as an event of core/v1. */
export const newEvent: Kind = defineKind({
  group: 'events.k8s.io',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  columns: eventColumns(eventToCore),
  selectableFields: {
    ...Object.fromEntries(
      ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((field) => [
        `regarding.${field}`,
        (object: KubeObject) => textAt(mapAt(object, 'regarding'), field),
      ]),
    ),
    reason: (object) => textAt(object, 'reason'),
    reportingController: (object) => textAt(object, 'reportingController'),
    type: (object) => textAt(object, 'type'),
  },
  rules: { check: checkNewEvent, checkUpdate: checkNewEventUpdate, createsOnUpdate: true },
  storage: {
    group: '',
    resource: 'events',
    version: 'v1',
    convert: {
      toStored: (objects) => objects.map(eventToCore),
      fromStored: (objects) => objects.map(eventFromCore),
    },
  },
})
