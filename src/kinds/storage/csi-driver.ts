import type { KubeObject } from '#kube'
import {
  addDuplicate,
  addInvalid,
  addRequired,
  addUnsupported,
  checkOptionalWord,
  checkUnchanged,
  type Findings,
} from '../check/finding.ts'
import { ageColumn, column, nameColumn } from '../columns/column.ts'
import { defineKind } from '../define.ts'
import type { Column, Kind } from '../kind.ts'
import { isSet, isTrue, mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { checkDriverName } from './storage-class.ts'

/** How the cluster treats a storage driver. */
export const csiDriver: Kind = defineKind({
  group: 'storage.k8s.io',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  scope: 'Cluster',
  columns: [
    nameColumn,
    flagColumn('AttachRequired', 'attachRequired', 'Whether this CSI volume driver requires an attach operation.'),
    flagColumn('PodInfoOnMount', 'podInfoOnMount', 'Whether additional pod information is required during mount.'),
    flagColumn('StorageCapacity', 'storageCapacity', 'Whether pod scheduling considers the storage capacity.'),
    column(
      'TokenRequests',
      'Tokens the driver needs for the pods whose volumes it mounts.',
      (object) =>
        mapsAt(mapAt(object, 'spec'), 'tokenRequests')
          .map((request) => textAt(request, 'audience'))
          .join(',') || '<unset>',
    ),
    flagColumn(
      'RequiresRepublish',
      'requiresRepublish',
      'Whether the driver wants NodePublishVolume called periodically.',
    ),
    column(
      'Modes',
      'What kind of volumes this CSI volume driver supports.',
      (object) => textsAt(mapAt(object, 'spec'), 'volumeLifecycleModes').join(',') || '<none>',
    ),
    ageColumn,
  ],
  rules: {
    generationFields: ['spec'],
    updatesUnconditionally: false,
    defaults,
    check,
    checkUpdate: (found, object, old) => {
      const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
      checkUnchanged(
        found,
        'spec.attachRequired',
        spec['attachRequired'],
        spec['attachRequired'] === before['attachRequired'],
      )
    },
  },
})

function flagColumn(name: string, field: string, description: string): Column {
  return column(name, description, (object) => isTrue(mapAt(object, 'spec'), field), { type: 'boolean' })
}

function defaults(object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  if (!isSet(object, 'spec')) return
  spec['attachRequired'] ??= true
  spec['podInfoOnMount'] ??= false
  spec['storageCapacity'] ??= false
  spec['fsGroupPolicy'] ??= 'ReadWriteOnceWithFSType'
  spec['requiresRepublish'] ??= false
  spec['seLinuxMount'] ??= false
  if (textsAt(spec, 'volumeLifecycleModes').length === 0) spec['volumeLifecycleModes'] = ['Persistent']
}

function check(found: Findings, object: KubeObject): void {
  checkDriverName(found, object.metadata.name, 'metadata.name')
  const spec = mapAt(object, 'spec')
  for (const key of ['attachRequired', 'podInfoOnMount', 'storageCapacity']) {
    if (!isSet(spec, key)) addRequired(found, `spec.${key}`)
  }
  checkOptionalWord(found, 'spec.fsGroupPolicy', textAt(spec, 'fsGroupPolicy'), [
    'File',
    'None',
    'ReadWriteOnceWithFSType',
  ])
  for (const [at, mode] of textsAt(spec, 'volumeLifecycleModes').entries()) {
    if (!['Persistent', 'Ephemeral'].includes(mode)) {
      addUnsupported(found, `spec.volumeLifecycleModes[${at}]`, mode, ['Ephemeral', 'Persistent'])
    }
  }
  checkTokenRequests(found, object)
}

function checkTokenRequests(found: Findings, object: KubeObject): void {
  const seen = new Set<string>()
  for (const [at, request] of mapsAt(mapAt(object, 'spec'), 'tokenRequests').entries()) {
    const field = `spec.tokenRequests[${at}]`
    const audience = textAt(request, 'audience')
    if (seen.has(audience)) addDuplicate(found, `${field}.audience`, audience)
    seen.add(audience)
    const seconds = numberAt(request, 'expirationSeconds')
    if (seconds !== undefined && seconds < 600) {
      addInvalid(found, `${field}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')
    }
    if (seconds !== undefined && seconds > 2 ** 32) {
      addInvalid(found, `${field}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')
    }
  }
}
