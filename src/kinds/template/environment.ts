import {
  checkConfigKey,
  checkDnsSubdomain,
  checkEnvironmentName,
  checkQualifiedName,
  type JsonObject,
  parseQuantity,
} from '#kube'
import { addInvalid, addRequired, addUnsupported, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, numberAt, scalarText, textAt } from '../read.ts'
import { checkFilePath, checkMode } from './path.ts'

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
    for (const key of given) checkSourceName(found, textAt(mapAt(source, key), 'name'), `${place}.${key}.name`)
    if (given.length === 0) addInvalid(found, field, '', 'must specify one of: `configMapRef` or `secretRef`')
    if (given.length > 1) addInvalid(found, field, '', 'may not have more than one field specified at a time')
  }
}

/** A name may end in a dash here, as a prefix may. */
function checkSourceName(found: Findings, name: string, field: string): void {
  if (name === '') addRequired(found, field)
  else addInvalid(found, field, name, ...checkDnsSubdomain(name.replace(/(.)-$/, '$1')))
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
  checkDivisor(found, reference, field)
}

const sizeDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']
const divisors: readonly (readonly [resource: RegExp, words: readonly string[], list: string, name: string])[] = [
  [/\.cpu$/, ['1m', '1'], '1m and 1', 'cpu'],
  [/\.memory$/, sizeDivisors, sizeDivisors.join(', '), 'memory'],
  [/\.ephemeral-storage$/, sizeDivisors, sizeDivisors.join(', '), 'local ephemeral storage'],
  [/\.hugepages-/, sizeDivisors, sizeDivisors.join(', '), 'hugepages'],
]

function checkDivisor(found: Findings, reference: JsonObject, field: string): void {
  const [resource, divisor] = [textAt(reference, 'resource'), scalarText(reference['divisor'])]
  if ((parseQuantity(divisor)?.nanos ?? 0n) === 0n) return
  const row = divisors.find(([rule]) => rule.test(resource))
  if (row === undefined || row[1].includes(divisor)) return
  const detail = `only divisor's values ${row[2]} are supported with the ${row[3]} resource`
  addInvalid(found, `${field}.divisor`, resource, detail)
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
  const name = textAt(reference, 'name')
  addInvalid(found, `${field}.name`, name, ...checkDnsSubdomain(name))
  const key = textAt(reference, 'key')
  if (key === '') addRequired(found, `${field}.key`)
  else addInvalid(found, `${field}.key`, key, ...checkConfigKey(key))
}

/** Checks the items of a downward API volume (core validateDownwardAPIVolumeFile), which are not told apart by their places. */
export function checkDownwardItems(found: Findings, volume: JsonObject, field: string): void {
  for (const item of mapsAt(volume, 'items')) checkDownwardItem(found, item, field)
}

function checkDownwardItem(found: Findings, item: JsonObject, field: string): void {
  const path = textAt(item, 'path')
  if (path === '') addRequired(found, `${field}.path`)
  checkFilePath(found, path, `${field}.path`)
  if (isSet(item, 'fieldRef')) {
    const paths = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']
    checkFieldReference(found, mapAt(item, 'fieldRef'), { field: `${field}.fieldRef`, paths })
    if (isSet(item, 'resourceFieldRef')) {
      addInvalid(found, field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')
    }
  } else if (isSet(item, 'resourceFieldRef')) {
    const reference = mapAt(item, 'resourceFieldRef')
    if (textAt(reference, 'containerName') === '') addRequired(found, `${field}.resourceFieldRef.containerName`)
    else checkResourceReference(found, reference, `${field}.resourceFieldRef`)
  } else addRequired(found, field, 'one of fieldRef and resourceFieldRef is required')
  checkMode(found, numberAt(item, 'mode'), `${field}.mode`)
}
