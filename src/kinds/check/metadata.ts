import {
  byteLength,
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabelValue,
  checkQualifiedName,
  type Json,
  type JsonObject,
  type KubeObject,
} from '#kube'
import { isSame } from '../equal.ts'
import type { Scope } from '../kind.ts'
import { asMap, isSet, listAt, mapsAt, numberAt, textAt, textsAt } from '../read.ts'
import {
  addForbidden,
  addInvalid,
  addRequired,
  addTooLong,
  checkNotNegative,
  type Findings,
  isFull,
} from './finding.ts'
import { checkManagedFields } from './managed-fields.ts'

/** What is wrong with a name. */
export type NameRule = (name: string) => readonly string[]

/** Checks the metadata of any object (apimachinery ValidateObjectMeta). */
export function checkMetadata(
  found: Findings,
  object: KubeObject,
  scope: Scope,
  rule: NameRule = checkDnsSubdomain,
): void {
  const metadata = asMap(object.metadata)
  checkNames(found, metadata, rule)
  checkNamespace(found, metadata, scope)
  checkNotNegative(found, 'metadata.generation', numberAt(metadata, 'generation'))
  checkLabels(found, metadata['labels'], 'metadata.labels')
  checkAnnotations(found, metadata['annotations'], 'metadata.annotations')
  checkOwners(found, mapsAt(metadata, 'ownerReferences'))
  checkFinalizers(found, textsAt(metadata, 'finalizers'))
  checkManagedFields(found, mapsAt(metadata, 'managedFields'))
}

/** Checks what may not change in metadata (apimachinery ValidateObjectMetaUpdate). */
export function checkMetadataUpdate(found: Findings, object: KubeObject, old: KubeObject): void {
  const [metadata, before] = [asMap(object.metadata), asMap(old.metadata)]
  if (isSet(before, 'deletionTimestamp')) checkNoNewFinalizers(found, metadata, before)
  if ((numberAt(metadata, 'generation') ?? 0) < (numberAt(before, 'generation') ?? 0)) {
    addInvalid(found, 'metadata.generation', metadata['generation'] ?? 0, 'must not be decremented')
  }
  for (const field of fixedFields) {
    if (!isSame(metadata[field], before[field])) {
      addInvalid(found, `metadata.${field}`, metadata[field] ?? null, 'field is immutable')
    }
  }
}

/** Checks keys and values of labels. */
export function checkLabels(found: Findings, labels: Json | undefined, field: string): void {
  const map = asMap(labels)
  for (const key in map) {
    if (isFull(found)) return
    const value = map[key]
    addInvalid(found, field, key, ...checkQualifiedName(key))
    addInvalid(found, field, value, ...checkLabelValue(typeof value === 'string' ? value : ''))
  }
}

/** Checks keys and size of annotations. */
export function checkAnnotations(found: Findings, annotations: Json | undefined, field: string): void {
  let sizeBytes = 0
  const map = asMap(annotations)
  for (const key in map) {
    const value = map[key]
    addInvalid(found, field, key, ...checkQualifiedName(key.toLowerCase()))
    sizeBytes += byteLength(key) + byteLength(typeof value === 'string' ? value : '')
  }
  if (sizeBytes > largestAnnotationsBytes) addTooLong(found, field, largestAnnotationsBytes)
}

const fixedFields = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds']
const largestAnnotationsBytes = 256 * 1024

function checkNames(found: Findings, metadata: JsonObject, rule: NameRule): void {
  const prefix = textAt(metadata, 'generateName')
  if (prefix !== '') addInvalid(found, 'metadata.generateName', prefix, ...rule(withoutTrailingDash(prefix)))
  const name = textAt(metadata, 'name')
  if (name === '') addRequired(found, 'metadata.name', 'name or generateName is required')
  else addInvalid(found, 'metadata.name', name, ...rule(name))
}

/** A prefix may end in a dash, because something follows it. */
function withoutTrailingDash(prefix: string): string {
  return prefix.length > 1 && prefix.endsWith('-') ? `${prefix.slice(0, -2)}a` : prefix
}

function checkNamespace(found: Findings, metadata: JsonObject, scope: Scope): void {
  const namespace = textAt(metadata, 'namespace')
  if (scope === 'Cluster') {
    if (namespace !== '') addForbidden(found, 'metadata.namespace', 'not allowed on this type')
  } else if (namespace === '') addRequired(found, 'metadata.namespace')
  else addInvalid(found, 'metadata.namespace', namespace, ...checkDnsLabel(namespace))
}

function checkOwners(found: Findings, owners: readonly JsonObject[]): void {
  const field = 'metadata.ownerReferences'
  for (const owner of owners) checkOwner(found, owner, field)
  const controllers = owners.filter((owner) => owner['controller'] === true)
  const [first, second] = controllers.map((owner) => `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`)
  if (second === undefined) return
  const detail = `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`
  addInvalid(found, field, [...owners], detail)
}

function checkOwner(found: Findings, owner: JsonObject, field: string): void {
  const version = textAt(owner, 'apiVersion').split('/').at(-1) ?? ''
  if (version === '') {
    addInvalid(found, `${field}.apiVersion`, textAt(owner, 'apiVersion'), 'version must not be empty')
  }
  for (const key of ['kind', 'name', 'uid']) {
    if (textAt(owner, key) === '') addInvalid(found, `${field}.${key}`, '', 'must not be empty')
  }
  if (textAt(owner, 'apiVersion') === 'v1' && textAt(owner, 'kind') === 'Event') {
    addInvalid(found, field, owner, '/v1, Kind=Event is disallowed from being an owner')
  }
}

function checkFinalizers(found: Findings, finalizers: readonly string[]): void {
  const field = 'metadata.finalizers'
  for (const finalizer of finalizers) addInvalid(found, field, finalizer, ...checkQualifiedName(finalizer))
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    addInvalid(found, field, [...finalizers], 'finalizer orphan and foregroundDeletion cannot be both set')
  }
}

function checkNoNewFinalizers(found: Findings, metadata: JsonObject, before: JsonObject): void {
  const known = new Set(listAt(before, 'finalizers'))
  const added = textsAt(metadata, 'finalizers').filter((finalizer) => !known.has(finalizer))
  if (added.length === 0) return
  const list = `[]string{${[...new Set(added)]
    .toSorted()
    .map((name) => JSON.stringify(name))
    .join(', ')}}`
  addForbidden(
    found,
    'metadata.finalizers',
    `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`,
  )
}
