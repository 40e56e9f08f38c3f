import type { KubeObject } from '#kube'
import { addInvalid, addRequired, checkUnchanged, type Findings } from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import { isSame } from '../equal.ts'
import type { Kind } from '../kind.ts'
import { isSet, isTrue, mapAt, textAt } from '../read.ts'

/** The wish to attach a volume to a node, or to detach it. */
export const volumeAttachment: Kind = defineKind({
  group: 'storage.k8s.io',
  kind: 'VolumeAttachment',
  plural: 'volumeattachments',
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Attacher', 'The volume driver that must handle this request.', (object) =>
      textAt(mapAt(object, 'spec'), 'attacher'),
    ),
    column('PV', 'The volume that should be attached.', (object) =>
      textAt(mapAt(object, 'spec', 'source'), 'persistentVolumeName'),
    ),
    column('Node', 'The node that the volume should be attached to.', (object) =>
      textAt(mapAt(object, 'spec'), 'nodeName'),
    ),
    column(
      'Attached',
      'Whether the volume is successfully attached.',
      (object) => isTrue(mapAt(object, 'status'), 'attached'),
      { type: 'boolean' },
    ),
    ageColumn,
  ],
  rules: { newStatus: { attached: false }, updatesUnconditionally: false, check, checkUpdate },
})

function check(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (textAt(spec, 'attacher') === '') addRequired(found, 'spec.attacher')
  const source = mapAt(spec, 'source')
  const [inline, name] = [isSet(source, 'inlineVolumeSpec'), isSet(source, 'persistentVolumeName')]
  if (!inline && !name)
    addRequired(found, 'spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')
  if (inline && name)
    addInvalid(found, 'spec.source', source, 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')
  if (textAt(spec, 'nodeName') === '') addRequired(found, 'spec.nodeName')
}

function checkUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  checkUnchanged(found, 'spec', object['spec'], isSame(object['spec'], old['spec']))
}
