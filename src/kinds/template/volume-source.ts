import { checkDnsLabel, checkDnsSubdomain, type JsonObject, rangeMessage } from '#kube'
import { addInvalid, addRequired, addUnsupported, checkOptionalWord, type Findings } from '../check/finding.ts'
import { isSet, mapAt, numberAt, pairsAt, textAt, textsAt } from '../read.ts'
import { checkDriverName } from '../storage/storage-class.ts'
import { checkNoBacksteps } from './path.ts'

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
  // the real server has another word for it
  const place = source === 'gcePersistentDisk' ? field.replace(/gcePersistentDisk$/, 'persistentDisk') : field
  for (const key of requiredFields[source] ?? []) if (isMissing(volume, key)) addRequired(found, `${place}.${key}`)
  checks[source]?.(found, volume, place)
}

type Check = (found: Findings, volume: JsonObject, field: string) => void

const checks: Readonly<Record<string, Check>> = {
  hostPath: checkHostPath,
  nfs: checkNfs,
  csi: checkCsi,
  local: checkLocal,
  iscsi: checkIscsi,
  fc: checkFibre,
  flexVolume: checkFlex,
  gcePersistentDisk: checkPartition,
  awsElasticBlockStore: checkPartition,
  azureDisk: checkAzureDisk,
  cinder: checkSecretName,
  storageos: checkStorageOs,
  flocker: checkFlocker,
  image: checkImageVolume,
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

const iscsiNames: readonly (readonly [prefix: string, rule: RegExp])[] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/],
  ['eui', /^eui.[0-9A-Za-z]{16}$/],
  ['naa', /^naa.[0-9A-Za-z]{32}$/],
]

function checkIscsi(found: Findings, volume: JsonObject, field: string): void {
  const iqn = textAt(volume, 'iqn')
  if (iqn !== '') checkIscsiName(found, iqn, `${field}.iqn`)
  const lun = numberAt(volume, 'lun') ?? 0
  if (lun < 0 || lun > 255) addInvalid(found, `${field}.lun`, lun, rangeMessage(0, 255))
  const asksForSecret = volume['chapAuthDiscovery'] === true || volume['chapAuthSession'] === true
  if (asksForSecret && !isSet(volume, 'secretRef')) addRequired(found, `${field}.secretRef`)
  if (isSet(volume, 'initiatorName')) {
    checkIscsiName(found, textAt(volume, 'initiatorName'), `${field}.initiatorname`)
  }
}

function checkIscsiName(found: Findings, name: string, field: string): void {
  const row = iscsiNames.find(([prefix]) => name.startsWith(prefix))
  if (row === undefined) addInvalid(found, field, name, 'must be valid format starting with iqn, eui, or naa')
  else if (!row[1].test(name)) addInvalid(found, field, name, 'must be valid format')
}

function checkFibre(found: Findings, volume: JsonObject, field: string): void {
  const [targets, ids] = [textsAt(volume, 'targetWWNs'), textsAt(volume, 'wwids')]
  const place = `${field}.targetWWNs`
  if (targets.length === 0 && ids.length === 0) {
    addRequired(found, place, 'must specify either targetWWNs or wwids, but not both')
  }
  if (targets.length > 0 && ids.length > 0) {
    addInvalid(found, place, [...targets], 'targetWWNs and wwids can not be specified simultaneously')
  }
  if (targets.length === 0) return
  const lun = numberAt(volume, 'lun')
  if (lun === undefined) addRequired(found, `${field}.lun`, 'lun is required if targetWWNs is specified')
  else if (lun < 0 || lun > 255) addInvalid(found, `${field}.lun`, lun, rangeMessage(0, 255))
}

function checkFlex(found: Findings, volume: JsonObject, field: string): void {
  for (const [key] of pairsAt(volume, 'options')) {
    const domain = `.${key.split('/')[0]?.toLowerCase() ?? ''}`
    if (domain.endsWith('.kubernetes.io') || domain.endsWith('.k8s.io')) {
      addInvalid(found, `${field}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved')
    }
  }
}

function checkPartition(found: Findings, volume: JsonObject, field: string): void {
  const partition = numberAt(volume, 'partition') ?? 0
  if (partition < 0 || partition > 255) addInvalid(found, `${field}.partition`, partition, rangeMessage(1, 255))
}

const diskForms = {
  Managed: [
    '/subscriptions/',
    '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}',
  ],
  other: ['https://', 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'],
} as const

function checkAzureDisk(found: Findings, volume: JsonObject, field: string): void {
  const [caching, kind, uri] = [textAt(volume, 'cachingMode'), textAt(volume, 'kind'), textAt(volume, 'diskURI')]
  checkOptionalWord(found, `${field}.cachingMode`, caching, ['None', 'ReadOnly', 'ReadWrite'])
  checkOptionalWord(found, `${field}.kind`, kind, ['Dedicated', 'Managed', 'Shared'])
  const [prefix, form] = kind === 'Managed' ? diskForms.Managed : diskForms.other
  if (kind !== '' && !uri.startsWith(prefix)) addUnsupported(found, `${field}.diskURI`, uri, [form])
}

function checkSecretName(found: Findings, volume: JsonObject, field: string): void {
  if (isSet(volume, 'secretRef') && textAt(mapAt(volume, 'secretRef'), 'name') === '') {
    addRequired(found, `${field}.secretRef.name`)
  }
}

function checkStorageOs(found: Findings, volume: JsonObject, field: string): void {
  const [name, namespace] = [textAt(volume, 'volumeName'), textAt(volume, 'volumeNamespace')]
  if (name === '') addRequired(found, `${field}.volumeName`)
  else addInvalid(found, `${field}.volumeName`, name, ...checkDnsLabel(name))
  if (namespace !== '') addInvalid(found, `${field}.volumeNamespace`, namespace, ...checkDnsLabel(namespace))
  checkSecretName(found, volume, field)
}

function checkFlocker(found: Findings, volume: JsonObject, field: string): void {
  const [name, uuid] = [textAt(volume, 'datasetName'), textAt(volume, 'datasetUUID')]
  if (name === '' && uuid === '') addRequired(found, field, 'one of datasetName and datasetUUID is required')
  if (name !== '' && uuid !== '') {
    addInvalid(found, field, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')
  }
  if (name.includes('/')) addInvalid(found, `${field}.datasetName`, name, "must not contain '/'")
}

function checkCsi(found: Findings, volume: JsonObject, field: string): void {
  checkDriverName(found, textAt(volume, 'driver'), `${field}.driver`)
  if (!isSet(volume, 'nodePublishSecretRef')) return
  const name = textAt(mapAt(volume, 'nodePublishSecretRef'), 'name')
  if (name === '') addRequired(found, `${field}.nodePublishSecretRef.name`)
  else addInvalid(found, `${field}.name`, name, ...checkDnsSubdomain(name))
}

function checkImageVolume(found: Findings, volume: JsonObject, field: string): void {
  checkOptionalWord(found, `${field}.pullPolicy`, textAt(volume, 'pullPolicy'), ['Always', 'IfNotPresent', 'Never'])
}
