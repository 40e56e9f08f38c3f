import type { Kind } from '#kinds'
import {
  checkLabelValue,
  checkQualifiedName,
  type Finding,
  type Json,
  type JsonObject,
  type KubeObject,
  sameJson,
  valueAt,
} from '#kube'
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
const maxAnnotationBytes = 256 * 1024

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
  if (labels !== undefined) addLabelFaults(labels, findings)
  if (annotations !== undefined) addAnnotationFaults(annotations, findings)
  if (ownerReferences !== undefined) findings.push(...findOwnerFaults(ownerReferences))
  if (managedFields !== undefined) findings.push(...findManagedFieldFaults(managedFields))
}

function addLabelFaults(labels: Json, findings: Finding[]): void {
  const field = 'metadata.labels'
  for (const [key, value] of rowsOf(labels)) {
    for (const detail of checkQualifiedName(key)) findings.push({ field, type: 'invalid', value: key, detail })
    for (const detail of checkLabelValue(value)) findings.push({ field, type: 'invalid', value, detail })
  }
}

function addAnnotationFaults(annotations: Json, findings: Finding[]): void {
  const field = 'metadata.annotations'
  let sizeBytes = 0
  for (const [key, value] of rowsOf(annotations)) {
    for (const detail of checkQualifiedName(key.toLowerCase())) {
      findings.push({ field, type: 'invalid', value: key, detail })
    }
    sizeBytes += Buffer.byteLength(key) + Buffer.byteLength(value)
  }
  if (sizeBytes > maxAnnotationBytes) {
    findings.push({ field, type: 'too-long', detail: `may not be more than ${maxAnnotationBytes} bytes` })
  }
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

function rowsOf(value: Json): readonly (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.keys(value).map((key) => [key, textOf(valueAt(value, key))] as const)
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}
