import { checkReplicaSetStatus } from '../apps/workload-status.ts'
import { ageColumn, countColumn, nameColumn, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/containers.ts'
import { labelsText } from '../columns/selector.ts'
import { defineKind, scaleSubresource, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, numberAt } from '../read.ts'
import { templateWarnings } from '../warn/pod.ts'
import { checkController, defaultController } from './replication-controller-check.ts'

/** Keeps a number of pods running (older form of ReplicaSet). */
export const replicationController: Kind = defineKind({
  group: '',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  shortNames: ['rc'],
  categories: ['all'],
  subresources: [scaleSubresource, statusSubresource],
  scale: { specReplicas: 'spec.replicas', statusReplicas: 'status.replicas', selector: 'spec.selector' },
  columns: [
    nameColumn,
    countColumn('Desired', 'Number of desired replicas.', (object) => numberAt(mapAt(object, 'spec'), 'replicas') ?? 0),
    countColumn(
      'Current',
      'The most recently observed number of replicas.',
      (object) => numberAt(mapAt(object, 'status'), 'replicas') ?? 0,
    ),
    countColumn(
      'Ready',
      'The number of ready replicas.',
      (object) => numberAt(mapAt(object, 'status'), 'readyReplicas') ?? 0,
    ),
    ageColumn,
    ...containerColumns('spec', 'template'),
    wideColumn('Selector', 'Label query over pods that should match the count.', (object) =>
      labelsText(mapAt(object, 'spec')['selector']),
    ),
  ],
  selectableFields: {
    'status.replicas': (object) => String(numberAt(mapAt(object, 'status'), 'replicas') ?? 0),
  },
  rules: {
    newStatus: { replicas: 0 },
    generationFields: ['spec'],
    orphansByDefault: true,
    defaults: defaultController,
    check: checkController,
    checkStatus: checkReplicaSetStatus,
    warnings: templateWarnings({ path: ['spec', 'template'], names: true }),
  },
})
