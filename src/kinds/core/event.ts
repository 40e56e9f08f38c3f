import { type KubeObject } from '#kube'
import { defineKind } from '../define.ts'
import { checkEvent } from '../events/check.ts'
import { eventColumns } from '../events/columns.ts'
import type { Kind } from '../kind.ts'
import { mapAt, textAt } from '../read.ts'

/** Something that happened to an object. */
export const event: Kind = defineKind({
  group: '',
  kind: 'Event',
  plural: 'events',
  shortNames: ['ev'],
  columns: eventColumns((object) => object),
  selectableFields: {
    ...Object.fromEntries(
      ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'].map((field) => [
        `involvedObject.${field}`,
        (object: KubeObject) => textAt(mapAt(object, 'involvedObject'), field),
      ]),
    ),
    reason: (object) => textAt(object, 'reason'),
    reportingComponent: (object) => textAt(object, 'reportingComponent'),
    source: (object) => textAt(mapAt(object, 'source'), 'component') || textAt(object, 'reportingComponent'),
    type: (object) => textAt(object, 'type'),
  },
  rules: { check: checkEvent, createsOnUpdate: true },
})
