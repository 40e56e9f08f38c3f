import { type KubeObject, timeText } from '#kube'
import { accessModesText } from '../columns/access-modes.ts'
import { ageColumn, column, nameColumn, quantityText, wideColumn } from '../columns/column.ts'
import { defineKind, statusSubresource } from '../define.ts'
import type { Kind } from '../kind.ts'
import { asMap, isSet, mapAt, textAt } from '../read.ts'
import { volumeWarnings } from '../warn/persistent-volume.ts'
import { checkVolume, checkVolumeUpdate, defaultVolume } from './persistent-volume-check.ts'

/** A piece of storage of the cluster. */
export const persistentVolume: Kind = defineKind({
  group: '',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  scope: 'Cluster',
  subresources: [statusSubresource],
  columns: [
    nameColumn,
    column('Capacity', 'The resources and capacity of the volume.', (object) =>
      quantityText(mapAt(object, 'spec', 'capacity')['storage']),
    ),
    column('Access Modes', 'All ways the volume can be mounted.', (object) =>
      accessModesText(mapAt(object, 'spec')['accessModes']),
    ),
    column('Reclaim Policy', 'What happens to a volume when released from its claim.', (object) =>
      textAt(mapAt(object, 'spec'), 'persistentVolumeReclaimPolicy'),
    ),
    column('Status', 'Whether a volume is available, bound to a claim, or released by a claim.', phaseOf),
    column('Claim', 'Part of a bi-directional binding between volume and claim.', claimOf),
    column('StorageClass', 'StorageClass of the pv', (object) => classOf(object)),
    column(
      'VolumeAttributesClass',
      'Name of the VolumeAttributesClass to which this volume belongs.',
      (object) => textAt(mapAt(object, 'spec'), 'volumeAttributesClassName') || '<unset>',
    ),
    column('Reason', 'Why a volume is in this state.', (object) => textAt(mapAt(object, 'status'), 'reason')),
    ageColumn,
    wideColumn(
      'VolumeMode',
      'Whether the volume has a filesystem or is a raw block.',
      (object) => textAt(mapAt(object, 'spec'), 'volumeMode') || '<unset>',
    ),
  ],
  rules: {
    newStatus: {},
    defaults: defaultVolume,
    prepare: (object, { now }) => {
      object['status'] = { phase: 'Pending', lastPhaseTransitionTime: timeText(now) }
    },
    prepareForStatusUpdate: (object, old, { now }) => stampPhase(object, old, now),
    check: checkVolume,
    checkUpdate: checkVolumeUpdate,
    warnings: volumeWarnings,
  },
})

/** Class of a volume or claim: its annotation, or its field. */
export function classOf(object: KubeObject): string {
  const annotated = textAt(mapAt(asMap(object.metadata), 'annotations'), 'volume.beta.kubernetes.io/storage-class')
  return annotated || textAt(mapAt(object, 'spec'), 'storageClassName')
}

/** Phase of a volume or claim; one that is deleted but still there is `Terminating`. */
export function phaseOf(object: KubeObject): string {
  return isSet(object.metadata, 'deletionTimestamp') ? 'Terminating' : textAt(mapAt(object, 'status'), 'phase')
}

function claimOf(object: KubeObject): string {
  const spec = mapAt(object, 'spec')
  if (!isSet(spec, 'claimRef')) return ''
  return `${textAt(mapAt(spec, 'claimRef'), 'namespace')}/${textAt(mapAt(spec, 'claimRef'), 'name')}`
}

function stampPhase(object: KubeObject, old: KubeObject, now: number): void {
  const [status, before] = [mapAt(object, 'status'), mapAt(old, 'status')]
  if (!isSet(object, 'status')) return
  if (status['phase'] !== before['phase']) {
    if (status['lastPhaseTransitionTime'] === before['lastPhaseTransitionTime']) {
      status['lastPhaseTransitionTime'] = timeText(now)
    }
  } else if (before['lastPhaseTransitionTime'] !== undefined) {
    status['lastPhaseTransitionTime'] = before['lastPhaseTransitionTime']
  }
}
