import type { KubeObject } from '#kube'
import { accessModesText } from '../columns/access-modes.ts'
import { ageColumn, column, nameColumn, quantityText, wideColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { mapAt, textAt } from '../read.ts'
import { claimWarnings } from '../warn/storage.ts'
import { checkClaim, checkClaimStatus, checkClaimUpdate, defaultClaim } from './claim-check.ts'
import { classOf, phaseOf } from './persistent-volume.ts'

/** A wish for storage. */
export const persistentVolumeClaim: Kind = defineKind({
  group: '',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Status', 'Phase represents the current phase of PersistentVolumeClaim.', phaseOf),
    column('Volume', 'The binding reference to the PersistentVolume backing this claim.', (object) =>
      textAt(mapAt(object, 'spec'), 'volumeName'),
    ),
    column('Capacity', 'Capacity represents the actual resources of the underlying volume.', (object) =>
      isBound(object) ? quantityText(mapAt(object, 'status', 'capacity')['storage']) : '',
    ),
    column('Access Modes', 'The actual access modes the volume backing the PVC has.', (object) =>
      isBound(object) ? accessModesText(mapAt(object, 'status')['accessModes']) : '',
    ),
    column('StorageClass', 'StorageClass of the pvc', classOf),
    column(
      'VolumeAttributesClass',
      'Name of the VolumeAttributesClass used by this claim.',
      (object) => textAt(mapAt(object, 'spec'), 'volumeAttributesClassName') || '<unset>',
    ),
    ageColumn,
    wideColumn(
      'VolumeMode',
      'What type of volume is required by the claim.',
      (object) => textAt(mapAt(object, 'spec'), 'volumeMode') || '<unset>',
    ),
  ],
  rules: {
    newStatus: {},
    defaults: defaultClaim,
    prepare: (object) => {
      object['status'] = { phase: 'Pending' }
    },
    check: checkClaim,
    checkUpdate: checkClaimUpdate,
    checkStatus: checkClaimStatus,
    warnings: claimWarnings,
  },
})

function isBound(object: KubeObject): boolean {
  return textAt(mapAt(object, 'spec'), 'volumeName') !== ''
}
