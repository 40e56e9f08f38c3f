import { checkAnnotations, checkLabels, type Kind } from '#kinds'
import { checkQualifiedName, type Finding, type Json, type JsonObject, type KubeObject, sameJson } from '#kube'
import { findManagedFieldFaults } from './managed-field-faults.ts'
import { checkNamespaceName, checkObjectName } from './name-rules.ts'
import { findOwnerFaults } from './owner-faults.ts'

/** What is wrong with the metadata of an object whose kind does not check it itself (apimachinery ValidateObjectMeta). */
export function findMetadataFaults(kind: Pick<Kind, 'scope'>, { metadata }: KubeObject): readonly Finding[] {
  const findings: Finding[] = []
  addNameFaults(metadata, findings)
  addNamespaceFaults(kind, metadata, findings)
  addCommonFaults(metadata, findings)
  addFinalizerFaults(metadata['finalizers'], findings)
  return findings
}

/** What may not change between an object and its successor (ValidateObjectMetaUpdate). */
export function findMetadataUpdateFaults({ metadata }: KubeObject, { metadata: old }: KubeObject): readonly Finding[] {
  const findings: Finding[] = []
  if (old['deletionTimestamp'] !== undefined) addNewFinalizerFaults(metadata, old, findings)
  if (numberOf(metadata['generation']) < numberOf(old['generation'])) {
    const value = metadata['generation'] ?? 0
    findings.push({ field: 'metadata.generation', type: 'invalid', value, detail: 'must not be decremented' })
  }
  for (const field of immutable) {
    if (sameJson(metadata[field], old[field])) continue
    const value = metadata[field] ?? (field.startsWith('deletion') || field === 'creationTimestamp' ? null : '')
    findings.push({ field: `metadata.${field}`, type: 'invalid', value, detail: 'field is immutable' })
  }
  return findings
}

const immutable = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds']

function addNameFaults({ name, generateName }: JsonObject, findings: Finding[]): void {
  if (typeof generateName === 'string' && generateName !== '') {
    for (const detail of checkObjectName(generateName, true)) {
      findings.push({ field: 'metadata.generateName', type: 'invalid', value: generateName, detail })
    }
  }
  if (typeof name !== 'string' || name === '') {
    findings.push({ field: 'metadata.name', type: 'required', detail: 'name or generateName is required' })
    return
  }
  for (const detail of checkObjectName(name, false))
    findings.push({ field: 'metadata.name', type: 'invalid', value: name, detail })
}

function addNamespaceFaults(kind: Pick<Kind, 'scope'>, { namespace }: JsonObject, findings: Finding[]): void {
  const field = 'metadata.namespace'
  const hasOne = typeof namespace === 'string' && namespace !== ''
  if (kind.scope === 'Cluster') {
    if (hasOne) findings.push({ field, type: 'forbidden', detail: 'not allowed on this type' })
    return
  }
  if (!hasOne) {
    findings.push({ field, type: 'required', detail: '' })
    return
  }
  for (const detail of checkNamespaceName(namespace))
    findings.push({ field, type: 'invalid', value: namespace, detail })
}

function addCommonFaults(metadata: JsonObject, findings: Finding[]): void {
  const { generation, labels, annotations, ownerReferences, managedFields } = metadata
  if (typeof generation === 'number' && generation < 0) {
    const detail = 'must be greater than or equal to 0'
    findings.push({ field: 'metadata.generation', type: 'invalid', value: generation, detail })
  }
  if (labels !== undefined) checkLabels(findings, labels, 'metadata.labels')
  if (annotations !== undefined) checkAnnotations(findings, annotations, 'metadata.annotations')
  if (ownerReferences !== undefined) findings.push(...findOwnerFaults(ownerReferences))
  if (managedFields !== undefined) findings.push(...findManagedFieldFaults(managedFields))
}

function addFinalizerFaults(value: Json | undefined, findings: Finding[]): void {
  const field = 'metadata.finalizers'
  const finalizers = textsOf(value)
  for (const finalizer of finalizers) {
    for (const detail of checkQualifiedName(finalizer))
      findings.push({ field, type: 'invalid', value: finalizer, detail })
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const detail = 'finalizer orphan and foregroundDeletion cannot be both set'
    findings.push({ field, type: 'invalid', value: [...finalizers], detail })
  }
}

function addNewFinalizerFaults(metadata: JsonObject, old: JsonObject, findings: Finding[]): void {
  const known = textsOf(old['finalizers'])
  const added = textsOf(metadata['finalizers']).filter((finalizer) => !known.includes(finalizer))
  if (added.length === 0) return
  const shown = `[]string{${[...new Set(added)]
    .sort()
    .map((text) => JSON.stringify(text))
    .join(', ')}}`
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${shown}`
  findings.push({ field: 'metadata.finalizers', type: 'forbidden', detail })
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}
