import type { KubeObject } from '#kube'
import { checkCounts } from '../check/count.ts'
import type { Findings } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { metricsOf } from '../columns/metrics.ts'
import { defineKind, type KindRow, statusSubresource } from '../define.ts'
import type { Column, Kind } from '../kind.ts'
import { mapAt, numberAt, textAt } from '../read.ts'
import { checkAutoscaler, checkOldAutoscaler, defaultAutoscaler, defaultOldAutoscaler } from './autoscaler-rules.ts'
import { autoscalerFromV2, autoscalerToV2 } from './convert.ts'

const names = {
  group: 'autoscaling',
  kind: 'HorizontalPodAutoscaler',
  plural: 'horizontalpodautoscalers',
  shortNames: ['hpa'],
  categories: ['all'],
  subresources: [statusSubresource],
} as const satisfies Partial<KindRow>

/** Changes the size of a workload by metrics. */
export const horizontalPodAutoscaler: Kind = defineKind({
  ...names,
  version: 'v2',
  columns: columnsOf((object) => object),
  rules: {
    newStatus: { currentMetrics: null, desiredReplicas: 0 },
    defaults: defaultAutoscaler,
    check: checkAutoscaler,
    checkStatus,
  },
})

/** The same with the processor as its only metric; stored at v2. */
export const oldHorizontalPodAutoscaler: Kind = defineKind({
  ...names,
  columns: columnsOf(autoscalerToV2),
  rules: {
    newStatus: { currentReplicas: 0, desiredReplicas: 0 },
    defaults: defaultOldAutoscaler,
    check: checkOldAutoscaler,
    checkStatus,
  },
  storage: {
    group: 'autoscaling',
    resource: names.plural,
    version: 'v2',
    convert: {
      toStored: (objects) => objects.map(autoscalerToV2),
      fromStored: (objects) => objects.map(autoscalerFromV2),
    },
  },
})

function checkStatus(found: Findings, object: KubeObject): void {
  checkCounts(found, { map: mapAt(object, 'status'), field: 'status' }, ['currentReplicas', 'desiredReplicas'])
}

function columnsOf(read: (object: KubeObject) => KubeObject): readonly Column[] {
  return [
    nameColumn,
    column('Reference', 'The target resource to scale.', (object) => {
      const target = mapAt(object, 'spec', 'scaleTargetRef')
      return `${textAt(target, 'kind')}/${textAt(target, 'name')}`
    }),
    column('Targets', 'The specifications used to calculate the desired replica count.', (object) =>
      metricsOf(read(object)),
    ),
    column('MinPods', 'The lower limit for the number of replicas.', (object) => {
      const least = numberAt(mapAt(object, 'spec'), 'minReplicas')
      return least === undefined ? '<unset>' : String(least)
    }),
    column(
      'MaxPods',
      'The upper limit for the number of replicas.',
      (object) => numberAt(mapAt(object, 'spec'), 'maxReplicas') ?? 0,
    ),
    column(
      'Replicas',
      'Current number of replicas of pods managed by this autoscaler.',
      (object) => numberAt(mapAt(object, 'status'), 'currentReplicas') ?? 0,
    ),
    ageColumn,
  ]
}
