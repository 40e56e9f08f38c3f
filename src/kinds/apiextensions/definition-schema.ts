import type { JsonObject } from '#kube'
import { addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { asMap, isSet, isTrue, listAt, mapAt, mapsAt, textAt } from '../read.ts'

/** Checks that the schema of a kind is structural (apiextensions schema.ValidateStructural). */
export function checkRootSchema(found: Findings, schema: JsonObject, field: string): void {
  const type = textAt(schema, 'type')
  if (type !== '' && type !== 'object') addInvalid(found, `${field}.type`, type, 'must be object at the root')
  if (isTrue(schema, 'nullable')) addForbidden(found, `${field}.nullable`, 'nullable cannot be true at the root')
  checkSchema(found, schema, { field, where: 'at the root', depth: 0 })
}

interface Place {
  readonly field: string
  /** What the missing type is missing for. */
  readonly where: string
  readonly depth: number
}

const deepest = 100
const types = ['array', 'boolean', 'integer', 'number', 'object', 'string']

function checkSchema(found: Findings, schema: JsonObject, place: Place): void {
  const { field, where, depth } = place
  if (depth > deepest) return addForbidden(found, field, `must not be nested deeper than ${deepest} levels`)
  checkType(found, schema, { field, where, depth })
  checkForbidden(found, schema, field)
  checkList(found, schema, field)
  const inner = { depth: depth + 1 }
  for (const [name, property] of Object.entries(mapAt(schema, 'properties'))) {
    const at = { field: `${field}.properties[${name}]`, where: 'for specified object fields', ...inner }
    checkSchema(found, asMap(property), at)
  }
  if (typeof schema['additionalProperties'] === 'object') {
    const at = { field: `${field}.additionalProperties`, where: 'for specified object fields', ...inner }
    checkSchema(found, mapAt(schema, 'additionalProperties'), at)
  }
  if (isSet(schema, 'items')) {
    const at = { field: `${field}.items`, where: 'for specified array items', ...inner }
    checkSchema(found, mapAt(schema, 'items'), at)
  }
  for (const junctor of ['allOf', 'anyOf', 'oneOf']) {
    for (const [at, branch] of mapsAt(schema, junctor).entries())
      checkBranch(found, branch, `${field}.${junctor}[${at}]`)
  }
  if (isSet(schema, 'not')) checkBranch(found, mapAt(schema, 'not'), `${field}.not`)
}

function checkType(found: Findings, schema: JsonObject, { field, where, depth }: Place): void {
  const type = textAt(schema, 'type')
  const isFree = isTrue(schema, 'x-kubernetes-int-or-string') || isTrue(schema, 'x-kubernetes-preserve-unknown-fields')
  if (type === '') {
    if (!isFree || depth === 0) addRequired(found, `${field}.type`, `must not be empty ${where}`)
  } else if (!types.includes(type)) {
    found.push({
      field: `${field}.type`,
      type: 'not-supported',
      value: type,
      detail: `supported values: ${types.map((word) => JSON.stringify(word)).join(', ')}`,
    })
  }
  if (isTrue(schema, 'x-kubernetes-int-or-string') && type !== '') {
    addForbidden(found, `${field}.type`, 'must be empty if x-kubernetes-int-or-string is true')
  }
  if (isTrue(schema, 'x-kubernetes-embedded-resource') && type !== 'object') {
    addInvalid(found, `${field}.type`, type, 'must be object if x-kubernetes-embedded-resource is true')
  }
  if (type === 'array' && !isSet(schema, 'items')) addRequired(found, `${field}.items`, 'must be specified')
}

const unsupported = ['$ref', 'definitions', 'dependencies', 'id', 'patternProperties', 'additionalItems'] as const

function checkForbidden(found: Findings, schema: JsonObject, field: string): void {
  for (const key of unsupported)
    if (isSet(schema, key)) addForbidden(found, `${field}.${key}`, `${key} is not supported`)
  if (isTrue(schema, 'uniqueItems')) {
    const detail = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'
    addForbidden(found, `${field}.uniqueItems`, detail)
  }
  const properties = Object.keys(mapAt(schema, 'properties')).length
  if (schema['additionalProperties'] === false) {
    addForbidden(found, `${field}.additionalProperties`, 'additionalProperties cannot be set to false')
  } else if (isSet(schema, 'additionalProperties') && properties > 0) {
    addForbidden(found, `${field}.additionalProperties`, 'additionalProperties and properties are mutual exclusive')
  }
  if (Array.isArray(schema['items'])) {
    addForbidden(found, `${field}.items`, 'items must be a schema object and not an array')
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    addInvalid(found, `${field}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')
  }
}

const listTypes = ['atomic', 'map', 'set']

function checkList(found: Findings, schema: JsonObject, field: string): void {
  const kind = textAt(schema, 'x-kubernetes-list-type')
  const keys = listAt(schema, 'x-kubernetes-list-map-keys')
  if (kind !== '' && textAt(schema, 'type') !== 'array') {
    addInvalid(found, `${field}.type`, textAt(schema, 'type'), 'must be array if x-kubernetes-list-type is specified')
  }
  if (kind !== '' && !listTypes.includes(kind)) {
    found.push({
      field: `${field}.x-kubernetes-list-type`,
      type: 'not-supported',
      value: kind,
      detail: 'supported values: "atomic", "map", "set"',
    })
  }
  if (kind === 'map' && keys.length === 0) {
    addRequired(found, `${field}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map')
  }
  if (kind !== 'map' && keys.length > 0) {
    addInvalid(found, `${field}.x-kubernetes-list-type`, kind, 'must be map if x-kubernetes-list-map-keys is non-empty')
  }
  for (const [at, key] of keys.entries()) {
    const item = typeof key === 'string' ? mapAt(schema, 'items', 'properties')[key] : undefined
    if (kind === 'map' && item === undefined) {
      addInvalid(
        found,
        `${field}.x-kubernetes-list-map-keys[${at}]`,
        key,
        'entries must all be names of item properties',
      )
    }
  }
}

/** Inside a junctor, values may be bound but types may not be told. */
const typed = [
  'type',
  'default',
  'description',
  'title',
  'nullable',
  'additionalProperties',
  'x-kubernetes-preserve-unknown-fields',
]

function checkBranch(found: Findings, branch: JsonObject, field: string): void {
  for (const key of typed) {
    const isIntOrString =
      key === 'type' && /\.(anyOf)\[\d+\]$/.test(field) && ['integer', 'string'].includes(textAt(branch, 'type'))
    if (isSet(branch, key) && !isIntOrString) addForbidden(found, `${field}.${key}`, 'must be empty to be structural')
  }
}
