import { checkConfigKey, checkEnvironmentName, checkQualifiedName, type JsonObject } from '#kube'
import { addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, textAt } from '../read.ts'

/** Checks environment variables (core ValidateEnv). */
export function checkEnvironment(found: Findings, variables: readonly JsonObject[], field: string): void {
  for (const [at, variable] of variables.entries()) {
    const place = `${field}[${at}]`
    const name = textAt(variable, 'name')
    if (name === '') addRequired(found, `${place}.name`)
    else addInvalid(found, `${place}.name`, name, ...checkEnvironmentName(name))
    if (isSet(variable, 'valueFrom')) checkSource(found, variable, `${place}.valueFrom`)
  }
}

/** Checks maps of variables (core ValidateEnvFrom). */
export function checkEnvironmentSources(found: Findings, sources: readonly JsonObject[], field: string): void {
  for (const [at, source] of sources.entries()) {
    const place = `${field}[${at}]`
    const prefix = textAt(source, 'prefix')
    if (prefix !== '') addInvalid(found, `${place}.prefix`, prefix, ...checkEnvironmentName(prefix))
    const given = ['configMapRef', 'secretRef'].filter((key) => isSet(source, key))
    for (const key of given) if (textAt(mapAt(source, key), 'name') === '') addRequired(found, `${place}.${key}.name`)
    if (given.length === 0) addInvalid(found, place, '', 'must specify one of: `configMapRef` or `secretRef`')
    if (given.length > 1) addInvalid(found, place, '', 'may not have more than one field specified at a time')
  }
}

/** Checks a reference to a field of the pod (core validateObjectFieldSelector). */
export function checkFieldReference(
  found: Findings,
  reference: JsonObject,
  { field, paths }: { readonly field: string; readonly paths: readonly string[] },
): void {
  const path = textAt(reference, 'fieldPath')
  if (textAt(reference, 'apiVersion') === '') return addRequired(found, `${field}.apiVersion`)
  if (path === '') return addRequired(found, `${field}.fieldPath`)
  const subscript = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/s.exec(path)
  if (subscript !== null) {
    const [, base = '', key = ''] = subscript
    const details = checkQualifiedName(base === 'metadata.annotations' ? key.toLowerCase() : key)
    return addInvalid(found, field, path, ...details)
  }
  if (!knownPaths.includes(path)) {
    const detail = `error converting fieldPath: field label not supported: ${path}`
    return addInvalid(found, `${field}.fieldPath`, path, detail)
  }
  if (!paths.includes(path)) addUnsupported(found, `${field}.fieldPath`, path, paths.toSorted())
}

/** Checks a reference to the resources of a container. */
export function checkResourceReference(found: Findings, reference: JsonObject, field: string): void {
  const resource = textAt(reference, 'resource')
  if (resource === '') addRequired(found, `${field}.resource`)
  else if (!/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(resource)) {
    addUnsupported(found, `${field}.resource`, resource, resourcePaths)
  }
}

const variablePaths = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
const knownPaths = [
  ...variablePaths,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]
const resourcePaths = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']

function checkSource(found: Findings, variable: JsonObject, field: string): void {
  const from = mapAt(variable, 'valueFrom')
  const given = sources.filter((key) => isSet(from, key))
  if (isSet(from, 'fieldRef')) {
    checkFieldReference(found, mapAt(from, 'fieldRef'), { field: `${field}.fieldRef`, paths: variablePaths })
  }
  if (isSet(from, 'resourceFieldRef')) {
    checkResourceReference(found, mapAt(from, 'resourceFieldRef'), `${field}.resourceFieldRef`)
  }
  for (const key of ['configMapKeyRef', 'secretKeyRef']) {
    if (isSet(from, key)) checkKeyReference(found, mapAt(from, key), `${field}.${key}`)
  }
  if (given.length === 0) {
    addInvalid(
      found,
      field,
      '',
      'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
    )
  } else if (textAt(variable, 'value') !== '') {
    addInvalid(found, field, '', 'may not be specified when `value` is not empty')
  } else if (given.length > 1) addInvalid(found, field, '', 'may not have more than one field specified at a time')
}

function checkKeyReference(found: Findings, reference: JsonObject, field: string): void {
  if (textAt(reference, 'name') === '') addRequired(found, `${field}.name`)
  const key = textAt(reference, 'key')
  if (key === '') addRequired(found, `${field}.key`)
  else addInvalid(found, `${field}.key`, key, ...checkConfigKey(key))
}

/** Checks the items of a downward API volume (core validateDownwardAPIVolumeFile). */
export function checkDownwardItems(found: Findings, volume: JsonObject, field: string): void {
  for (const [at, item] of mapsAt(volume, 'items').entries()) {
    const place = `${field}[${at}]`
    if (textAt(item, 'path') === '') addRequired(found, `${place}.path`)
    if (isSet(item, 'fieldRef')) {
      const paths = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']
      checkFieldReference(found, mapAt(item, 'fieldRef'), { field: `${place}.fieldRef`, paths })
      if (isSet(item, 'resourceFieldRef')) {
        addInvalid(found, place, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')
      }
    } else if (isSet(item, 'resourceFieldRef')) {
      const reference = mapAt(item, 'resourceFieldRef')
      if (textAt(reference, 'containerName') === '') addRequired(found, `${place}.resourceFieldRef.containerName`)
      checkResourceReference(found, reference, `${place}.resourceFieldRef`)
    } else addRequired(found, `${place}.fieldRef`, 'one of fieldRef and resourceFieldRef is required')
  }
}
