import type { JsonObject } from '#kube'
import { addForbidden, addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { mapAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import { checkDriverName } from '../storage/storage-class.ts'
import { checkNoBacksteps } from './mount.ts'

/** Sources that pods and persistent volumes share. */
export const volumeSources: readonly string[] = [
  'hostPath',
  'nfs',
  'iscsi',
  'csi',
  'local',
  'fc',
  'flexVolume',
  'cephfs',
  'rbd',
  'glusterfs',
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cinder',
  'gcePersistentDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'scaleIO',
  'storageos',
  'vsphereVolume',
  'flocker',
  'image',
]

/** Checks one source of a volume by its name. */
export function checkVolumeSource(
  found: Findings,
  volume: JsonObject,
  { source, field }: { readonly source: string; readonly field: string },
): void {
  for (const key of requiredFields[source] ?? []) if (isMissing(volume, key)) addRequired(found, `${field}.${key}`)
  if (source === 'hostPath') checkHostPath(found, volume, field)
  if (source === 'nfs') checkNfs(found, volume, field)
  if (source === 'csi') checkDriverName(found, textAt(volume, 'driver'), `${field}.driver`)
  if (source === 'local') checkLocal(found, volume, field)
  if (source === 'iscsi') checkIscsi(found, volume, field)
}

const requiredFields: Readonly<Record<string, readonly string[]>> = {
  hostPath: ['path'],
  nfs: ['server', 'path'],
  iscsi: ['targetPortal', 'iqn'],
  flexVolume: ['driver'],
  cephfs: ['monitors'],
  rbd: ['monitors', 'image'],
  glusterfs: ['endpoints', 'path'],
  awsElasticBlockStore: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  azureFile: ['secretName', 'shareName'],
  cinder: ['volumeID'],
  gcePersistentDisk: ['pdName'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  quobyte: ['registry', 'volume'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  vsphereVolume: ['volumePath'],
  local: ['path'],
}

const pathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

function isMissing(volume: JsonObject, key: string): boolean {
  return textAt(volume, key) === '' && textsAt(volume, key).length === 0
}

function checkHostPath(found: Findings, volume: JsonObject, field: string): void {
  checkNoBacksteps(found, textAt(volume, 'path'), `${field}.path`)
  const type = textAt(volume, 'type')
  if (!pathTypes.includes(type)) addUnsupported(found, `${field}.type`, type, pathTypes)
}

function checkNfs(found: Findings, volume: JsonObject, field: string): void {
  const path = textAt(volume, 'path')
  if (path !== '' && !path.startsWith('/')) addInvalid(found, `${field}.path`, path, 'must be an absolute path')
}

function checkLocal(found: Findings, volume: JsonObject, field: string): void {
  checkNoBacksteps(found, textAt(volume, 'path'), `${field}.path`)
}

function checkIscsi(found: Findings, volume: JsonObject, field: string): void {
  const iqn = textAt(volume, 'iqn')
  if (iqn !== '' && !/^(iqn|eui|naa)/.test(iqn))
    addInvalid(found, `${field}.iqn`, iqn, 'must be valid format starting with iqn, eui, or naa')
  const lun = numberAt(volume, 'lun') ?? 0
  if (lun < 0 || lun > 255) addInvalid(found, `${field}.lun`, lun, 'must be between 0 and 255, inclusive')
  const asksForSecret = volume['chapAuthDiscovery'] === true || volume['chapAuthSession'] === true
  if (asksForSecret && Object.keys(mapAt(volume, 'secretRef')).length === 0) addRequired(found, `${field}.secretRef`)
  if (mapsAt(volume, 'portals').length > 1024) addForbidden(found, `${field}.portals`, 'has too many items')
}
