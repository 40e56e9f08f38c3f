import { checkMetadata, type Scope, schemaOf } from '#kinds'
import {
  checkPathSegment,
  coerceMetadata,
  copyOf,
  type Finding,
  isMap,
  type JsonObject,
  type KubeObject,
  type Schema,
  validateBySchema,
  validateEmbedded,
  validateListTypes,
} from '#kube'
import { findMetadataFaults } from '../registry/metadata/validate-metadata.ts'
import { compilePattern } from './pattern.ts'
import { findScaleSpecFaults, findScaleStatusFaults, type InstanceScale } from './scale-faults.ts'
import { metadataType } from './stored-form.ts'

/** Findings of the CEL rules of a schema; `old` is absent for a create. Rules are compiled once a schema. */
export type FindRuleFaults = (object: KubeObject, old: KubeObject | undefined) => readonly Finding[]

/** What the objects of one version of a definition have to be. */
export interface InstanceRules {
  readonly scope: Scope
  readonly schema: Schema
  readonly scale?: InstanceScale
  readonly findRuleFaults?: FindRuleFaults
}

/** What is wrong with a new object, apart from its metadata (customResourceStrategy.Validate). */
export function findNewFaults(rules: InstanceRules, object: KubeObject): readonly Finding[] {
  const { schema } = rules
  const findings = [
    ...validateBySchema(schema, object, { compilePattern }),
    ...scaleFaults(rules, object),
    ...embeddedFaults(schema, object),
    ...validateListTypes(schema, object),
  ]
  return withRules(rules, findings, object)
}

/** What is wrong with a changed object: what was so before is forgiven (ValidateUpdate). */
export function findUpdateFaults(rules: InstanceRules, object: KubeObject, old: KubeObject): readonly Finding[] {
  const { schema } = rules
  const findings = [
    ...validateBySchema(schema, object, { compilePattern, old }),
    ...scaleFaults(rules, object),
    ...embeddedFaults(schema, object),
    ...(validateListTypes(schema, old).length === 0 ? validateListTypes(schema, object) : []),
  ]
  return withRules(rules, findings, object, old)
}

/** What is wrong with a changed status (statusStrategy.ValidateUpdate). */
export function findStatusFaults(rules: InstanceRules, object: KubeObject, old: KubeObject): readonly Finding[] {
  const { schema, scale } = rules
  const lists = validateListTypes(schema, object)
  const findings = [
    ...statusFaults(schema, object, old),
    ...(scale === undefined ? [] : findScaleStatusFaults(object, scale)),
    ...(lists.length > 0 && validateListTypes(schema, old).length === 0 ? lists : []),
  ]
  return withRules(rules, findings, object, old)
}

function scaleFaults({ scale }: InstanceRules, object: KubeObject): readonly Finding[] {
  if (scale === undefined) return []
  return [...findScaleSpecFaults(object, scale), ...findScaleStatusFaults(object, scale)]
}

function statusFaults(schema: Schema, object: KubeObject, old: KubeObject): readonly Finding[] {
  const inner = schema.properties?.['status']
  const status = object['status']
  if (inner === undefined || status === undefined) return []
  const before = old['status']
  const options = { compilePattern, ...(before !== undefined && { old: before }) }
  return validateBySchema(inner, status, options).map((finding) => {
    return { ...finding, field: finding.field === '<nil>' ? 'status' : `status.${finding.field}` }
  })
}

function embeddedFaults(schema: Schema, object: KubeObject): readonly Finding[] {
  return validateEmbedded(schema, object, { validateMetadata })
}

/** Findings of the metadata of an object inside another one; it may do without a name. */
export function validateMetadata(metadata: JsonObject, field: string): readonly Finding[] {
  const whole: JsonObject = { apiVersion: 'v1', kind: 'Embedded', metadata: copyOf(metadata) }
  const { fault } = coerceMetadata({}, whole, { metadata: schemaOf(metadataType), isResourceRoot: true })
  if (fault !== undefined) return [{ ...fault, field }]
  const read = isMap(whole['metadata']) ? whole['metadata'] : {}
  if (read['name'] === undefined || read['name'] === '') read['name'] = 'fakename'
  const found: Finding[] = []
  const hasNamespace = typeof read['namespace'] === 'string' && read['namespace'] !== ''
  const object = { apiVersion: 'v1', kind: 'Embedded', metadata: read } as unknown as KubeObject
  checkMetadata(found, object, hasNamespace ? 'Namespaced' : 'Cluster', checkPathSegment)
  return found.map((finding) => ({ ...finding, field: finding.field.replace(/^metadata/, () => field) }))
}

/** Rules are asked only of objects that are sound enough for them. */
const blocking: ReadonlySet<Finding['type']> = new Set([
  'not-supported',
  'required',
  'too-long',
  'too-many',
  'type-invalid',
])

function withRules(
  { findRuleFaults, scope }: InstanceRules,
  findings: readonly Finding[],
  object: KubeObject,
  old?: KubeObject,
): readonly Finding[] {
  // What is wrong with the metadata of a new object is told elsewhere, but counts here.
  const metadata = old === undefined ? findMetadataFaults({ scope }, object) : []
  if ([...metadata, ...findings].some(({ type }) => blocking.has(type))) return [...findings, unchecked]
  return findRuleFaults === undefined ? findings : [...findings, ...findRuleFaults(object, old)]
}

const unchecked: Finding = {
  field: '<nil>',
  type: 'invalid',
  value: null,
  detail:
    'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
}
