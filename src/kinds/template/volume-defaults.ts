import type { JsonObject } from '#kube'
import { canonizeField, canonizeResources } from '../check/quantity.ts'
import { isSet, mapAt, mapsAt } from '../read.ts'
import { defaultSource } from './container-defaults.ts'

/** Fills in what volumes leave out (mutates; core SetDefaults_Volume and those of the sources). */
export function defaultVolumes(volumes: readonly JsonObject[]): void {
  for (const volume of volumes) {
    if (Object.keys(volume).every((key) => key === 'name' || !isSet(volume, key))) volume['emptyDir'] = {}
    defaultVolumeSource(volume)
  }
}

/** Fills in what the source of a volume leaves out (mutates); persistent volumes have it in their spec. */
export function defaultVolumeSource(volume: JsonObject): void {
  for (const [source, defaults] of Object.entries(sourceDefaults)) {
    if (isSet(volume, source)) fill(mapAt(volume, source), defaults)
  }
  if (isSet(volume, 'emptyDir')) canonizeField(mapAt(volume, 'emptyDir'), 'sizeLimit')
  for (const item of mapsAt(mapAt(volume, 'downwardAPI'), 'items')) defaultSource(item)
  for (const source of mapsAt(mapAt(volume, 'projected'), 'sources')) defaultProjection(source)
  defaultClaimTemplate(volume)
}

const sourceDefaults: Readonly<Record<string, JsonObject>> = {
  secret: { defaultMode: 420 },
  configMap: { defaultMode: 420 },
  downwardAPI: { defaultMode: 420 },
  projected: { defaultMode: 420 },
  hostPath: { type: '' },
  iscsi: { iscsiInterface: 'default' },
  rbd: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' },
  azureDisk: { cachingMode: 'ReadWrite', kind: 'Shared', fsType: 'ext4', readOnly: false },
  scaleIO: { storageMode: 'ThinProvisioned', fsType: 'xfs' },
}

function fill(map: JsonObject, defaults: JsonObject): void {
  for (const [key, value] of Object.entries(defaults)) map[key] ??= value
}

function defaultProjection(source: JsonObject): void {
  for (const item of mapsAt(mapAt(source, 'downwardAPI'), 'items')) defaultSource(item)
  if (isSet(source, 'serviceAccountToken')) mapAt(source, 'serviceAccountToken')['expirationSeconds'] ??= 3600
}

function defaultClaimTemplate(volume: JsonObject): void {
  const spec = mapAt(volume, 'ephemeral', 'volumeClaimTemplate', 'spec')
  if (!isSet(mapAt(volume, 'ephemeral', 'volumeClaimTemplate'), 'spec')) return
  spec['volumeMode'] ??= 'Filesystem'
  canonizeResources(mapAt(spec, 'resources')['requests'])
  canonizeResources(mapAt(spec, 'resources')['limits'])
}
