import type { KubeObject } from '#kube'
import { ageColumn, column, nameColumn, wideColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/containers.ts'
import { selectorString } from '../columns/selector.ts'
import { defineKind, scaleSubresource, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, numberAt } from '../read.ts'
import { templateWarnings } from '../warn/pod.ts'
import { checkDeployment, defaultDeployment } from './deployment-rules.ts'
import { checkSameSelector } from './workload.ts'
import { checkDeploymentStatus } from './workload-status.ts'

/** Replica sets that follow each other. */
export const deployment: Kind = defineKind({
  group: 'apps',
  kind: 'Deployment',
  plural: 'deployments',
  shortNames: ['deploy'],
  categories: ['all'],
  subresources: [scaleSubresource, statusSubresource],
  scale: { specReplicas: 'spec.replicas', statusReplicas: 'status.replicas', selector: 'spec.selector' },
  columns: [
    nameColumn,
    column(
      'Ready',
      'Number of the pod with ready state',
      (object) => `${statusOf(object, 'readyReplicas')}/${numberAt(mapAt(object, 'spec'), 'replicas') ?? 0}`,
    ),
    column('Up-to-date', 'Number of pods that have the desired template.', (object) =>
      statusOf(object, 'updatedReplicas'),
    ),
    column('Available', 'Number of available pods targeted by this deployment.', (object) =>
      statusOf(object, 'availableReplicas'),
    ),
    ageColumn,
    ...containerColumns('spec', 'template'),
    wideColumn('Selector', 'Label selector for pods.', (object) => selectorString(mapAt(object, 'spec', 'selector'))),
  ],
  rules: {
    newStatus: {},
    generationFields: ['spec', 'metadata.annotations'],
    defaults: defaultDeployment,
    check: checkDeployment,
    checkUpdate: checkSameSelector,
    checkStatus: checkDeploymentStatus,
    warnings: templateWarnings({ path: ['spec', 'template'], names: true }),
  },
})

function statusOf(object: KubeObject, field: string): number {
  return numberAt(mapAt(object, 'status'), field) ?? 0
}
