import { checkDnsSubdomain } from '#kube'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { containerColumns } from '../columns/containers.ts'
import { defineKind, scaleSubresource, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, numberAt } from '../read.ts'
import { statefulSetWarnings } from '../warn/stateful-set.ts'
import {
  checkNewStatefulSet,
  checkStatefulSet,
  checkStatefulSetUpdate,
  defaultStatefulSet,
} from './stateful-set-rules.ts'
import { checkStatefulSetStatus } from './workload-status.ts'

/** Pods with names and storage that stay. */
export const statefulSet: Kind = defineKind({
  group: 'apps',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  shortNames: ['sts'],
  categories: ['all'],
  subresources: [scaleSubresource, statusSubresource],
  scale: { specReplicas: 'spec.replicas', statusReplicas: 'status.replicas', selector: 'spec.selector' },
  columns: [
    nameColumn,
    column('Ready', 'Number of the pod with ready state', (object) => {
      const ready = numberAt(mapAt(object, 'status'), 'readyReplicas') ?? 0
      return `${ready}/${numberAt(mapAt(object, 'spec'), 'replicas') ?? 0}`
    }),
    ageColumn,
    ...containerColumns('spec', 'template'),
  ],
  rules: {
    checkName: checkDnsSubdomain,
    newStatus: { replicas: 0, availableReplicas: 0 },
    generationFields: ['spec'],
    defaults: defaultStatefulSet,
    check: checkStatefulSet,
    checkNew: checkNewStatefulSet,
    checkUpdate: checkStatefulSetUpdate,
    checkStatus: checkStatefulSetStatus,
    warnings: statefulSetWarnings,
  },
})
