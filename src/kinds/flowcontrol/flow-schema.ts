import { ageColumn, column, countColumn, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { conditionOf, isSet, mapAt, numberAt, textAt } from '../read.ts'
import { checkFlowSchema, defaultFlowSchema } from './flow-rules.ts'

/** Which requests wait in which line. */
export const flowSchema: Kind = defineKind({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'FlowSchema',
  plural: 'flowschemas',
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('PriorityLevel', 'The configuration that should be used when the request matches.', (object) =>
      textAt(mapAt(object, 'spec', 'priorityLevelConfiguration'), 'name'),
    ),
    countColumn(
      'MatchingPrecedence',
      'Used to choose among the FlowSchemas that match a given request.',
      (object) => numberAt(mapAt(object, 'spec'), 'matchingPrecedence') ?? 0,
    ),
    column('DistinguisherMethod', 'How to compute the flow distinguisher.', (object) => {
      const spec = mapAt(object, 'spec')
      return isSet(spec, 'distinguisherMethod') ? textAt(mapAt(spec, 'distinguisherMethod'), 'type') : '<none>'
    }),
    ageColumn,
    column(
      'MissingPL',
      'References a broken or non-existent PriorityLevelConfiguration',
      (object) => textAt(conditionOf(mapAt(object, 'status'), 'Dangling') ?? {}, 'status') || '?',
    ),
  ],
  rules: {
    newStatus: {},
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults: defaultFlowSchema,
    check: checkFlowSchema,
  },
})
