import type { Json, KubeObject } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Column, Kind } from '../kind.ts'
import { mapAt, textAt } from '../read.ts'
import { checkPriorityLevel, defaultPriorityLevel } from './flow-rules.ts'

/** How many requests of a line run at once. */
export const priorityLevelConfiguration: Kind = defineKind({
  group: 'flowcontrol.apiserver.k8s.io',
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Type', 'Whether this priority level is subject to limitation on request execution.', (object) =>
      textAt(mapAt(object, 'spec'), 'type'),
    ),
    column('NominalConcurrencyShares', 'Contributes to the computation of the concurrency limit.', sharesOf),
    queueColumn('Queues', 'queues'),
    queueColumn('HandSize', 'handSize'),
    queueColumn('QueueLengthLimit', 'queueLengthLimit'),
    ageColumn,
  ],
  rules: {
    newStatus: {},
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults: defaultPriorityLevel,
    check: checkPriorityLevel,
  },
})

function sharesOf(object: KubeObject): Json {
  const spec = mapAt(object, 'spec')
  const kind = textAt(spec, 'type') === 'Exempt' ? 'exempt' : 'limited'
  return mapAt(spec, kind)['nominalConcurrencyShares'] ?? '<none>'
}

function queueColumn(name: string, field: string): Column {
  return column(
    name,
    `Field ${field} of the queuing configuration.`,
    (object) => mapAt(object, 'spec', 'limited', 'limitResponse', 'queuing')[field] ?? '<none>',
  )
}
