import { checkDnsLabel, type JsonObject, parseQuantity } from '#kube'
import { addDuplicate, addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, scalarText, textAt } from '../read.ts'
import { checkDownwardItems } from './environment.ts'
import { checkDescendingPath } from './mount.ts'
import { checkProjected } from './projection.ts'
import { checkVolumeSource, volumeSources } from './volume-source.ts'

/** Checks the volumes of a pod (core ValidateVolumes). */
export function checkVolumes(found: Findings, volumes: readonly JsonObject[], field: string): void {
  const names = new Set<string>()
  for (const [at, volume] of volumes.entries()) {
    const place = `${field}[${at}]`
    const name = textAt(volume, 'name')
    if (name === '') addRequired(found, `${place}.name`)
    else addInvalid(found, `${place}.name`, name, ...checkDnsLabel(name))
    if (names.has(name)) addDuplicate(found, `${place}.name`, name)
    names.add(name)
    checkSources(found, volume, place)
  }
}

/** Checks keys of a ConfigMap or Secret and the files they become. */
export function checkKeyItems(found: Findings, source: JsonObject, field: string): void {
  for (const [at, item] of mapsAt(source, 'items').entries()) {
    const place = `${field}.items[${at}]`
    if (textAt(item, 'key') === '') addRequired(found, `${place}.key`)
    if (textAt(item, 'path') === '') addRequired(found, `${place}.path`)
    else checkFilePath(found, textAt(item, 'path'), `${place}.path`)
    checkMode(found, numberAt(item, 'mode'), `${place}.mode`)
  }
}

/** Checks the mode of a file. */
export function checkMode(found: Findings, mode: number | undefined, field: string): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) {
    addInvalid(found, field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')
  }
}

function checkFilePath(found: Findings, path: string, field: string): void {
  checkDescendingPath(found, path, field)
  if (path.startsWith('..') && !path.startsWith('../')) addInvalid(found, field, path, "must not start with '..'")
}

function checkSources(found: Findings, volume: JsonObject, field: string): void {
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
}

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
    if (!isSet(source, 'volumeClaimTemplate')) addRequired(found, `${field}.volumeClaimTemplate`)
  },
  gitRepo: (found, source, field) => {
    if (textAt(source, 'repository') === '') addRequired(found, `${field}.repository`)
    const directory = textAt(source, 'directory')
    if (directory !== '') checkDescendingPath(found, directory, `${field}.directory`)
  },
}
