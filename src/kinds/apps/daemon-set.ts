import type { KubeObject } from '#kube'
import { ageColumn, column, countColumn, nameColumn } from '../columns/column.ts'
import { containerColumns, selectorColumn } from '../columns/containers.ts'
import { labelsText } from '../columns/selector.ts'
import { defineKind, statusSubresource } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Column, Kind } from '../kind.ts'
import { mapAt, numberAt } from '../read.ts'
import { templateWarnings } from '../warn/pod.ts'
import { checkDaemonSet, checkDaemonSetUpdate, defaultDaemonSet } from './daemon-set-rules.ts'
import { checkDaemonSetStatus } from './workload-status.ts'

/** One pod on every node. */
export const daemonSet: Kind = defineKind({
  group: 'apps',
  kind: 'DaemonSet',
  plural: 'daemonsets',
  shortNames: ['ds'],
  categories: ['all'],
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    statusColumn('Desired', 'desiredNumberScheduled'),
    statusColumn('Current', 'currentNumberScheduled'),
    statusColumn('Ready', 'numberReady'),
    statusColumn('Up-to-date', 'updatedNumberScheduled'),
    statusColumn('Available', 'numberAvailable'),
    column('Node Selector', 'Labels that a node must have for the pod to fit on it.', (object) =>
      labelsText(mapAt(object, 'spec', 'template', 'spec')['nodeSelector']),
    ),
    ageColumn,
    ...containerColumns('spec', 'template'),
    selectorColumn('A label query over pods that are managed by the daemon set.', 'spec', 'selector'),
  ],
  rules: {
    newStatus: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
    generationFields: ['spec'],
    defaults: defaultDaemonSet,
    prepare: (object) => setTemplateGeneration(object, 1),
    prepareUpdate,
    check: checkDaemonSet,
    checkUpdate: checkDaemonSetUpdate,
    checkStatus: checkDaemonSetStatus,
    warnings: templateWarnings({ path: ['spec', 'template'], names: false }),
  },
})

const templateGeneration = 'deprecated.daemonset.template.generation'

function statusColumn(name: string, field: string): Column {
  return countColumn(
    name,
    `Field status.${field} of the daemon set.`,
    (object) => numberAt(mapAt(object, 'status'), field) ?? 0,
  )
}

/** The template has a generation of its own, which lives in an annotation. */
function prepareUpdate(object: KubeObject, old: KubeObject): void {
  const before = Number(mapAt(old.metadata, 'annotations')[templateGeneration] ?? 0)
  const isChanged = !isSame(mapAt(object, 'spec')['template'], mapAt(old, 'spec')['template'])
  setTemplateGeneration(object, before + Number(isChanged))
}

function setTemplateGeneration(object: KubeObject, generation: number): void {
  object.metadata['annotations'] = {
    ...mapAt(object.metadata, 'annotations'),
    [templateGeneration]: String(generation),
  }
}
