import { checkDns1035Label, checkDnsSubdomain, type JsonObject, type KubeObject } from '#kube'
import { checkClient } from '../admissionregistration/webhook-rules.ts'
import { addInvalid, addRequired, addUnsupported, checkUnchanged, checkWord, type Findings } from '../check/finding.ts'
import { isSame } from '../equal.ts'
import { asMap, conditionOf, isSet, isTrue, mapAt, mapsAt, textAt, textsAt } from '../read.ts'
import { checkRootSchema } from './definition-schema.ts'

/** Checks a definition of a kind (apiextensions ValidateCustomResourceDefinition). */
export function checkDefinition(found: Findings, object: KubeObject): void {
  const spec = mapAt(object, 'spec')
  const [group, plural] = [textAt(spec, 'group'), textAt(mapAt(spec, 'names'), 'plural')]
  if (object.metadata.name !== `${plural}.${group}`) {
    addInvalid(found, 'metadata.name', object.metadata.name, 'must be spec.names.plural+"."+spec.group')
  }
  checkGroup(found, object)
  const scope = textAt(spec, 'scope')
  checkWord(found, 'spec.scope', scope, ['Cluster', 'Namespaced'])
  checkNames(found, mapAt(spec, 'names'))
  checkVersions(found, mapsAt(spec, 'versions'))
  checkConversion(found, mapAt(spec, 'conversion'))
  if (isTrue(spec, 'preserveUnknownFields')) {
    const detail =
      'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
    addInvalid(found, 'spec.preserveUnknownFields', true, detail)
  }
}

/** Checks what may not change in a definition (apiextensions ValidateCustomResourceDefinitionUpdate). */
export function checkDefinitionUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [spec, before] = [mapAt(object, 'spec'), mapAt(old, 'spec')]
  checkUnchanged(found, 'spec.group', spec['group'], spec['group'] === before['group'])
  const [names, oldNames] = [mapAt(spec, 'names'), mapAt(before, 'names')]
  checkUnchanged(found, 'spec.names.plural', names['plural'], names['plural'] === oldNames['plural'])
  if (conditionOf(mapAt(old, 'status'), 'Established')?.['status'] === 'True') {
    checkUnchanged(found, 'spec.scope', spec['scope'], spec['scope'] === before['scope'])
    checkUnchanged(found, 'spec.names.kind', names['kind'], names['kind'] === oldNames['kind'])
  }
  const known = new Set(mapsAt(spec, 'versions').map((version) => textAt(version, 'name')))
  for (const [at, version] of textsAt(mapAt(object, 'status'), 'storedVersions').entries()) {
    if (!known.has(version)) {
      addInvalid(
        found,
        `status.storedVersions[${at}]`,
        version,
        'missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in it and removes it from status.storedVersions'.replace(
          'v1 was',
          `${version} was`,
        ),
      )
    }
  }
}

const approval = 'api-approved.kubernetes.io'

function checkGroup(found: Findings, object: KubeObject): void {
  const group = textAt(mapAt(object, 'spec'), 'group')
  if (group === '') return addRequired(found, 'spec.group')
  addInvalid(found, 'spec.group', group, ...checkDnsSubdomain(group))
  if (!group.includes('.')) addInvalid(found, 'spec.group', group, 'should be a domain with at least one dot')
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(group)) return
  const value = textAt(mapAt(asMap(object.metadata), 'annotations'), approval)
  const field = `metadata.annotations[${approval}]`
  if (value === '') {
    const detail = `protected groups must have approval annotation "${approval}", see https://github.com/kubernetes/enhancements/pull/1111`
    addRequired(found, field, detail)
  } else if (!URL.canParse(value) && !value.startsWith('unapproved')) {
    const detail = `protected groups must have approval annotation "${approval}" with either a URL or a reason starting with "unapproved", see https://github.com/kubernetes/enhancements/pull/1111`
    addInvalid(found, field, value, detail)
  }
}

function checkNames(found: Findings, names: JsonObject): void {
  for (const key of ['plural', 'singular', 'kind', 'listKind']) {
    const value = textAt(names, key)
    if (value === '' && key !== 'singular') addRequired(found, `spec.names.${key}`)
    else if (value !== '') addInvalid(found, `spec.names.${key}`, value, ...labelFaults(value, key))
  }
  for (const key of ['shortNames', 'categories']) {
    for (const [at, name] of textsAt(names, key).entries()) {
      addInvalid(found, `spec.names.${key}[${at}]`, name, ...checkDns1035Label(name))
    }
  }
  const [kind, list] = [textAt(names, 'kind'), textAt(names, 'listKind')]
  if (kind !== '' && kind === list)
    addInvalid(found, 'spec.names.listKind', list, 'kind and listKind may not be the same')
}

function labelFaults(value: string, key: string): readonly string[] {
  const isMixed = key === 'kind' || key === 'listKind'
  const faults = checkDns1035Label(isMixed ? value.toLowerCase() : value)
  return isMixed ? faults.map((fault) => `may have mixed case, but should otherwise match: ${fault}`) : faults
}

function checkVersions(found: Findings, versions: readonly JsonObject[]): void {
  const names = versions.map((version) => textAt(version, 'name'))
  if (new Set(names).size !== names.length) {
    addInvalid(found, 'spec.versions', versions.slice(), 'must contain unique version names')
  }
  if (versions.filter((version) => isTrue(version, 'storage')).length !== 1) {
    addInvalid(found, 'spec.versions', versions.slice(), 'must have exactly one version marked as storage version')
  }
  for (const [at, version] of versions.entries()) {
    const field = `spec.versions[${at}]`
    addInvalid(found, `${field}.name`, textAt(version, 'name'), ...checkDns1035Label(textAt(version, 'name')))
    const schema = mapAt(version, 'schema')
    if (!isSet(schema, 'openAPIV3Schema')) addRequired(found, `${field}.schema.openAPIV3Schema`, 'schemas are required')
    else checkRootSchema(found, mapAt(schema, 'openAPIV3Schema'), `${field}.schema.openAPIV3Schema`)
    checkColumns(found, mapsAt(version, 'additionalPrinterColumns'), `${field}.additionalPrinterColumns`)
    if (isSet(mapAt(version, 'subresources'), 'scale'))
      checkScale(found, mapAt(version, 'subresources', 'scale'), `${field}.subresources.scale`)
  }
}

const columnTypes = ['boolean', 'date', 'integer', 'number', 'string']
const columnFormats = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password']

function checkColumns(found: Findings, columns: readonly JsonObject[], field: string): void {
  for (const [at, column] of columns.entries()) {
    const place = `${field}[${at}]`
    if (textAt(column, 'name') === '') addRequired(found, `${place}.name`)
    const [type, format, path] = [textAt(column, 'type'), textAt(column, 'format'), textAt(column, 'jsonPath')]
    if (type === '') addRequired(found, `${place}.type`, `must be one of ${columnTypes.join(',')}`)
    else if (!columnTypes.includes(type))
      addInvalid(found, `${place}.type`, type, `must be one of ${columnTypes.join(',')}`)
    if (format !== '' && !columnFormats.includes(format)) {
      addInvalid(found, `${place}.format`, format, `must be one of ${columnFormats.join(',')}`)
    }
    if (path === '') addRequired(found, `${place}.JSONPath`)
    else if (!path.startsWith('.')) addInvalid(found, `${place}.JSONPath`, path, 'must be a json path starting with .')
  }
}

function checkScale(found: Findings, scale: JsonObject, field: string): void {
  for (const [key, root] of [
    ['specReplicasPath', '.spec.'],
    ['statusReplicasPath', '.status.'],
  ] as const) {
    const path = textAt(scale, key)
    if (path === '') addRequired(found, `${field}.${key}`)
    else if (!path.startsWith(root))
      addInvalid(found, `${field}.${key}`, path, `should be a json path under ${root.slice(0, -1)}`)
  }
  const selector = textAt(scale, 'labelSelectorPath')
  if (selector !== '' && !/^\.(spec|status)\./.test(selector)) {
    addInvalid(found, `${field}.labelSelectorPath`, selector, 'should be a json path under either .status or .spec')
  }
}

function checkConversion(found: Findings, conversion: JsonObject): void {
  const strategy = textAt(conversion, 'strategy')
  if (strategy === '') return addRequired(found, 'spec.conversion.strategy')
  if (strategy !== 'None' && strategy !== 'Webhook') {
    return addUnsupported(found, 'spec.conversion.strategy', strategy, ['None', 'Webhook'])
  }
  const webhook = mapAt(conversion, 'webhook')
  if (strategy === 'None') {
    if (isSet(conversion, 'webhook')) {
      found.push({
        field: 'spec.conversion.webhook',
        type: 'forbidden',
        detail: 'should not be set when strategy is not set to Webhook',
      })
    }
    return
  }
  if (!isSet(webhook, 'clientConfig')) {
    return addRequired(found, 'spec.conversion.webhook.clientConfig', 'required when strategy is set to Webhook')
  }
  checkClient(found, mapAt(webhook, 'clientConfig'), 'spec.conversion.webhook.clientConfig')
  const versions = textsAt(webhook, 'conversionReviewVersions')
  const field = 'spec.conversion.webhook.conversionReviewVersions'
  if (versions.length === 0) addRequired(found, field)
  else if (!versions.some((version) => version === 'v1' || version === 'v1beta1')) {
    addInvalid(found, field, versions.slice(), 'must include at least one of v1, v1beta1')
  }
  if (!isSame(versions.slice(), [...new Set(versions)])) addInvalid(found, field, versions.slice(), 'duplicate version')
}
