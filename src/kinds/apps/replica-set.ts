import { ageColumn, countColumn, nameColumn } from '../columns/column.ts'
import { containerColumns, selectorColumn } from '../columns/containers.ts'
import { defineKind, scaleSubresource, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, numberAt } from '../read.ts'
import { templateWarnings } from '../warn/pod.ts'
import { checkReplicaSet, defaultReplicaSet } from './replica-set-rules.ts'
import { checkSameSelector } from './workload.ts'
import { checkReplicaSetStatus } from './workload-status.ts'

/** Keeps a number of equal pods running. */
export const replicaSet: Kind = defineKind({
  group: 'apps',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  shortNames: ['rs'],
  categories: ['all'],
  subresources: [scaleSubresource, statusSubresource],
  scale: { specReplicas: 'spec.replicas', statusReplicas: 'status.replicas', selector: 'spec.selector' },
  columns: [
    nameColumn,
    countColumn('Desired', 'Number of desired pods.', (object) => numberAt(mapAt(object, 'spec'), 'replicas') ?? 0),
    countColumn(
      'Current',
      'The most recently observed number of pods.',
      (object) => numberAt(mapAt(object, 'status'), 'replicas') ?? 0,
    ),
    countColumn(
      'Ready',
      'The number of pods targeted with a Ready condition.',
      (object) => numberAt(mapAt(object, 'status'), 'readyReplicas') ?? 0,
    ),
    ageColumn,
    ...containerColumns('spec', 'template'),
    selectorColumn('Label query over pods that should match the replica count.', 'spec', 'selector'),
  ],
  rules: {
    newStatus: { replicas: 0 },
    generationFields: ['spec'],
    defaults: defaultReplicaSet,
    check: checkReplicaSet,
    checkUpdate: checkSameSelector,
    checkStatus: checkReplicaSetStatus,
    warnings: templateWarnings({ path: ['spec', 'template'], names: true }),
  },
})
