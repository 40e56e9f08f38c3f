import { checkDnsLabel, checkDnsSubdomain, type JsonObject, parseQuantity } from '#kube'
import { addDuplicate, addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { checkAnnotations, checkLabels } from '../check/metadata.ts'
import { checkClaimSpec } from '../core/claim-check.ts'
import { isSet, mapAt, mapsAt, numberAt, scalarText, textAt } from '../read.ts'
import { checkDownwardItems } from './environment.ts'
import type { VolumeMap } from './mount.ts'
import { checkDescendingPath, checkKeyItems, checkMode } from './path.ts'
import { checkProjected } from './projection.ts'
import { checkVolumeSource, volumeSources } from './volume-source.ts'

/** Where the volumes of a pod stand. */
export interface VolumesPlace {
  readonly field: string
  /** Name of the pod; empty in a template, where it is not known yet. */
  readonly podName: string
}

/** Checks the volumes of a pod (core ValidateVolumes), and gives those without faults. */
export function checkVolumes(
  found: Findings,
  volumes: readonly JsonObject[],
  { field, podName }: VolumesPlace,
): VolumeMap {
  const good = new Map<string, JsonObject>()
  const made = new Set(podName === '' ? [] : volumes.filter(isEphemeral).map((volume) => claimOf(podName, volume)))
  for (const [at, volume] of volumes.entries()) {
    const place = `${field}[${at}]`
    const name = textAt(volume, 'name')
    const before = found.length
    checkSources(found, volume, { field: place, podName })
    if (name === '') addRequired(found, `${place}.name`)
    else addInvalid(found, `${place}.name`, name, ...checkDnsLabel(name))
    if (good.has(name)) addDuplicate(found, `${place}.name`, name)
    if (found.length === before) good.set(name, volume)
    const claim = textAt(mapAt(volume, 'persistentVolumeClaim'), 'claimName')
    if (made.has(claim)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume'
      addInvalid(found, `${place}.persistentVolumeClaim.claimName`, claim, detail)
    }
  }
  return good
}

function isEphemeral(volume: JsonObject): boolean {
  return isSet(volume, 'ephemeral')
}

function claimOf(podName: string, volume: JsonObject): string {
  return `${podName}-${textAt(volume, 'name')}`
}

function checkSources(found: Findings, volume: JsonObject, { field, podName }: VolumesPlace): void {
  const given = Object.keys(volume).filter((key) => key !== 'name' && isSet(volume, key))
  if (given.length === 0) addRequired(found, field, 'must specify a volume type')
  for (const extra of given.slice(1))
    addForbidden(found, `${field}.${extra}`, 'may not specify more than 1 volume type')
  const [source] = given
  if (source === undefined) return
  const place = `${field}.${source}`
  const podOnly = podSources[source]
  if (podOnly !== undefined) podOnly(found, mapAt(volume, source), place)
  else if (volumeSources.includes(source)) checkVolumeSource(found, mapAt(volume, source), { source, field: place })
  const name = textAt(volume, 'name')
  if (source === 'iscsi') checkPortal(found, volume, field)
  if (source !== 'ephemeral' || podName === '' || name === '') return
  const claim = claimOf(podName, volume)
  const faults = checkDnsSubdomain(claim).map((fault) => `PVC name ${JSON.stringify(claim)}: ${fault}`)
  addInvalid(found, `${field}.name`, name, ...faults)
}

function checkPortal(found: Findings, volume: JsonObject, field: string): void {
  const [name, source] = [textAt(volume, 'name'), mapAt(volume, 'iscsi')]
  if (!isSet(source, 'initiatorName') || `${name}:${textAt(source, 'targetPortal')}`.length <= 64) return
  addInvalid(found, `${field}.name`, name, portalDetail)
}

/** What is said of a portal whose address is too long beside the name of its volume. */
export const portalDetail =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'

const podSources: Readonly<Record<string, (found: Findings, source: JsonObject, field: string) => void>> = {
  emptyDir: (found, source, field) => {
    const size = parseQuantity(scalarText(source['sizeLimit'] ?? '0'))
    if (size !== undefined && size.nanos < 0n) {
      addForbidden(found, `${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')
    }
  },
  secret: (found, source, field) => {
    if (textAt(source, 'secretName') === '') addRequired(found, `${field}.secretName`)
    checkMode(found, numberAt(source, 'defaultMode'), `${field}.defaultMode`)
    checkKeyItems(found, source, field)
  },
  configMap: (found, source, field) => {
    if (textAt(source, 'name') === '') addRequired(found, `${field}.name`)
    checkMode(found, numberAt(source, 'defaultMode'), `${field}.defaultMode`)
    checkKeyItems(found, source, field)
  },
  persistentVolumeClaim: (found, source, field) => {
    if (textAt(source, 'claimName') === '') addRequired(found, `${field}.claimName`)
  },
  downwardAPI: (found, source, field) => {
    checkMode(found, numberAt(source, 'defaultMode'), `${field}.defaultMode`)
    checkDownwardItems(found, source, field)
  },
  projected: (found, source, field) => {
    checkMode(found, numberAt(source, 'defaultMode'), `${field}.defaultMode`)
    checkProjected(found, source, field)
  },
  ephemeral: (found, source, field) => {
    if (!isSet(source, 'volumeClaimTemplate')) return addRequired(found, `${field}.volumeClaimTemplate`)
    checkClaimTemplate(found, mapAt(source, 'volumeClaimTemplate'), `${field}.volumeClaimTemplate`)
  },
  gitRepo: (found, source, field) => {
    if (textAt(source, 'repository') === '') addRequired(found, `${field}.repository`)
    const directory = textAt(source, 'directory')
    if (directory !== '') checkDescendingPath(found, directory, `${field}.directory`)
  },
}

/** Checks a template of claims: of its metadata, only labels and annotations count (core ValidatePersistentVolumeClaimTemplate). */
function checkClaimTemplate(found: Findings, template: JsonObject, field: string): void {
  const metadata = mapAt(template, 'metadata')
  checkAnnotations(found, metadata['annotations'], `${field}.metadata.annotations`)
  checkLabels(found, metadata['labels'], `${field}.metadata.labels`)
  for (const key of Object.keys(metadata)) {
    const isUnset = !isSet(metadata, key) || metadata[key] === ''
    if (isUnset || key === 'annotations' || key === 'labels') continue
    const name = key === 'uid' ? 'uID' : key
    addForbidden(found, `${field}.metadata.${name}`, 'cannot be set')
  }
  checkClaimSpec(found, mapAt(template, 'spec'), `${field}.spec`)
}

/** The volumes that the claims of a stateful set become in its pods take the place of those of the same name. */
export function withClaimVolumes(template: JsonObject, claims: readonly JsonObject[]): JsonObject {
  const names = claims.map((claim) => textAt(mapAt(claim, 'metadata'), 'name'))
  const spec = mapAt(template, 'spec')
  const others = mapsAt(spec, 'volumes').filter((volume) => !names.includes(textAt(volume, 'name')))
  const volumes = names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }))
  return { ...template, spec: { ...spec, volumes: [...others, ...volumes] } }
}
