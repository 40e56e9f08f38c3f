import { isMap, type Json, type JsonObject, textOf } from '../../patch/json.ts'
import type { Finding } from '../../status/finding.ts'
import { notSupported } from '../../status/print-finding.ts'

const LIST_TYPE = 'x-kubernetes-list-type'
const KEYS = 'x-kubernetes-list-map-keys'
const MAP_TYPE = 'x-kubernetes-map-type'

/** Checks what `x-kubernetes-list-type` and its keys ask of a schema. */
export function checkListRules(schema: JsonObject, field: string, findings: Finding[]): void {
  const listType = schema[LIST_TYPE]
  const keys = Array.isArray(schema[KEYS]) ? (schema[KEYS] as Json[]).map(textOf) : []
  if (listType !== undefined) checkListType(schema, textOf(listType), field, findings)
  if (keys.length > 0 && listType !== 'map') {
    const detail = `must be map if ${KEYS} is non-empty`
    findings.push(faultAt(`${field}.${LIST_TYPE}`, listType, detail))
  }
  if (listType === 'map') checkMapList(schema, keys, field, findings)
  if (listType === 'map' || listType === 'set') checkItems(schema, { listType, keys }, field, findings)
}

function checkListType(schema: JsonObject, listType: string, field: string, findings: Finding[]): void {
  const type = textOf(schema.type)
  if (type !== 'array') {
    findings.push(
      faultAt(`${field}.type`, type === '' ? undefined : type, `must be array if ${LIST_TYPE} is specified`),
    )
  } else if (listType === 'set' && isMap(schema.items)) checkSetItems(schema.items, `${field}.items`, findings)
  if (!['atomic', 'set', 'map'].includes(listType)) {
    findings.push(notSupported(`${field}.${LIST_TYPE}`, listType, ['atomic', 'set', 'map']))
  }
}

function checkSetItems(items: JsonObject, field: string, findings: Finding[]): void {
  const detail = `must be atomic as item of a list with ${LIST_TYPE}=set`
  const inner = items[LIST_TYPE]
  if (items.type === 'array' && inner !== undefined && inner !== 'atomic') {
    findings.push({ field: `${field}.${LIST_TYPE}`, type: 'invalid', value: inner, detail })
  }
  if (items.type === 'object' && items[MAP_TYPE] !== 'atomic') {
    findings.push({ field: `${field}.${MAP_TYPE}`, type: 'invalid', value: inner ?? null, detail })
  }
}

function checkMapList(schema: JsonObject, keys: readonly string[], field: string, findings: Finding[]): void {
  const { items } = schema
  if (keys.length === 0) {
    findings.push({ field: `${field}.${KEYS}`, type: 'required', detail: `must not be empty if ${LIST_TYPE} is map` })
  }
  if (!isMap(items)) {
    findings.push({ field: `${field}.items`, type: 'required', detail: `must have a schema if ${LIST_TYPE} is map` })
  } else if (items.type !== 'object') {
    const detail = `must be object if parent array's ${LIST_TYPE} is map`
    findings.push({ field: `${field}.items.type`, type: 'invalid', value: textOf(items.type), detail })
  } else checkKeys(isMap(items.properties) ? items.properties : {}, keys, field, findings)
}

function checkKeys(properties: JsonObject, keys: readonly string[], field: string, findings: Finding[]): void {
  const path = `${field}.${KEYS}`
  const value = [...keys]
  keys.forEach((key, at) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (!isMap(property)) {
      findings.push({ field: path, type: 'invalid', value, detail: 'entries must all be names of item properties' })
    } else if (property.type === 'array' || property.type === 'object') {
      const detail = `must be a scalar type if parent array's ${LIST_TYPE} is map`
      findings.push({ field: `${field}.items.properties[${key}].type`, type: 'invalid', value: 'object', detail })
    }
    if (keys.indexOf(key) < at) {
      findings.push({ field: path, type: 'invalid', value, detail: 'must not contain duplicate entries' })
    }
  })
}

/** Items that are found by key or value can be neither null nor without their keys. */
function checkItems(
  { items }: JsonObject,
  { listType, keys }: { readonly listType: string; readonly keys: readonly string[] },
  field: string,
  findings: Finding[],
): void {
  if (!isMap(items)) return
  if (items.nullable === true) {
    const detail = `cannot be nullable when ${LIST_TYPE} is ${listType}`
    findings.push({ field: `${field}.items.nullable`, type: 'forbidden', detail })
  }
  const properties = isMap(items.properties) ? items.properties : {}
  const required = Array.isArray(items.required) ? items.required : []
  for (const key of listType === 'map' ? keys : []) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (isMap(property))
      checkKeyProperty(property, `${field}.items.properties[${key}]`, required.includes(key), findings)
  }
}

function checkKeyProperty(property: JsonObject, path: string, isRequired: boolean, findings: Finding[]): void {
  const what = `this property is in ${KEYS}, so it`
  if (!isRequired && (property.default ?? undefined) === undefined) {
    findings.push({
      field: `${path}.default`,
      type: 'required',
      detail: `${what} must have a default or be a required property`,
    })
  }
  if (property.nullable === true) {
    findings.push({ field: `${path}.nullable`, type: 'forbidden', detail: `${what} cannot be nullable` })
  }
}

function faultAt(field: string, value: Json | undefined, detail: string): Finding {
  return value === undefined ? { field, type: 'required', detail } : { field, type: 'invalid', value, detail }
}
