import { isObject, type Json, type JsonObject, member } from '../json.ts'
import { compareNumbers, isNumber, smallInteger } from '../number.ts'
import { compilePattern } from '../regexp.ts'
import { knownDraft } from './documents.ts'
import type { Draft } from './schema.ts'

type Check = (value: Json, draft: Draft) => boolean

const TYPES = new Set<Json>(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'])

const isText: Check = (value) => typeof value === 'string'
const isFlag: Check = (value) => typeof value === 'boolean'
const isCount: Check = (value) => (smallInteger(value) ?? -1) >= 0
const isAny: Check = () => true
const isPattern: Check = (value) => {
  if (typeof value !== 'string') return false
  try {
    compilePattern(value)
    return true
  } catch {
    return false
  }
}
const isType: Check = (value) => {
  if (!Array.isArray(value)) return TYPES.has(value)
  return value.length > 0 && new Set(value).size === value.length && value.every((name) => TYPES.has(name))
}
const isNames: Check = (value, draft) => {
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) return false
  return new Set(value).size === value.length && (draft !== 4 || value.length > 0)
}
const isEnum: Check = (value, draft) => {
  if (!Array.isArray(value)) return false
  if (draft >= 2019) return true
  const isPlain = value.every((item) => typeof item !== 'object' || item === null)
  return isPlain && value.length > 0 && new Set(value).size === value.length
}
const isBound: Check = (value) => isNumber(value)
const isOpenBound: Check = (value, draft) => draft !== 4 && isNumber(value)
const isSchema: Check = (value, draft) => isPlain(value, draft)
const isSchemas: Check = (value, draft) => {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isPlain(item, draft))
}
const isMap: Check = (value, draft) => {
  return isObject(value) && Object.keys(value).every((key) => isPlain(value[key] as Json, draft))
}

/** Keywords whose sound form is easy to tell. `false` where only the metaschema can say. */
const KEYWORDS: Readonly<Record<string, Check>> = {
  $ref: (value) => typeof value === 'string' && PLAIN_REF.test(value),
  $comment: isText,
  $defs: isMap,
  additionalItems: (value, draft) => typeof value === 'boolean' || isPlain(value, draft),
  additionalProperties: (value, draft) => typeof value === 'boolean' || isPlain(value, draft),
  allOf: isSchemas,
  anyOf: isSchemas,
  oneOf: isSchemas,
  not: isSchema,
  const: isAny,
  contentEncoding: isText,
  contentMediaType: isText,
  dependentRequired: (value, draft) => isObject(value) && Object.values(value).every((names) => isNames(names, draft)),
  dependentSchemas: isMap,
  maxContains: isCount,
  minContains: isCount,
  prefixItems: isSchemas,
  unevaluatedItems: isSchema,
  unevaluatedProperties: isSchema,
  contains: isSchema,
  default: isAny,
  definitions: isMap,
  deprecated: isFlag,
  description: isText,
  enum: isEnum,
  examples: (value) => Array.isArray(value),
  exclusiveMaximum: isOpenBound,
  exclusiveMinimum: isOpenBound,
  format: isText,
  if: isSchema,
  then: isSchema,
  else: isSchema,
  items: (value, draft) => isPlain(value, draft) || (draft < 2020 && isSchemas(value, draft)),
  maxItems: isCount,
  maxLength: isCount,
  maxProperties: isCount,
  maximum: isBound,
  minItems: isCount,
  minLength: isCount,
  minProperties: isCount,
  minimum: isBound,
  multipleOf: (value) => isNumber(value) && compareNumbers(value, 0) > 0,
  pattern: isPattern,
  patternProperties: (value, draft) =>
    isMap(value, draft) && Object.keys(value as JsonObject).every((key) => isPattern(key, draft)),
  properties: isMap,
  propertyNames: isSchema,
  readOnly: isFlag,
  writeOnly: isFlag,
  required: isNames,
  title: isText,
  type: isType,
  uniqueItems: isFlag,
}

/** Keywords of some draft that are not in the table: left to the metaschema. */
const OTHERS =
  '$schema $id id $anchor $dynamicAnchor $dynamicRef $recursiveAnchor $recursiveRef $vocabulary dependencies contentSchema'
const others = new Set(OTHERS.split(' '))

/**
 * Whether a schema is surely sound for its draft, at a fraction of what its metaschema costs. `false` means unknown, and
 * asks for the metaschema, whose words are then the message.
 */
function isPlain(schema: Json, draft: Draft): boolean {
  if (typeof schema === 'boolean') return draft !== 4
  return isObject(schema) && isPlainObject(schema, draft)
}

/** The draft of a whole document that is surely sound, references included; undefined when that is not known. */
export function plainDraft(document: Json): Draft | undefined {
  if (!isObject(document)) return undefined
  const { $schema, $id, ...rest } = document
  if ($id !== undefined && (typeof $id !== 'string' || !PLAIN_ID.test($id))) return undefined
  const draft = $schema === undefined ? 2020 : typeof $schema === 'string' ? knownDraft($schema) : undefined
  if (draft === undefined || !isPlainObject(rest, draft)) return undefined
  return leadSomewhere(rest, document, new Set()) ? draft : undefined
}

const PLAIN_ID = /^https?:\/\/[A-Za-z0-9.-]+\/[A-Za-z0-9/_.-]*$/
/** References into the definitions of the document, one level deep. */
const PLAIN_REF = /^#\/(definitions|\$defs)\/([A-Za-z0-9_.-]+)$/

function leadSomewhere(value: Json, root: JsonObject, seen: Set<string>): boolean {
  if (Array.isArray(value)) return value.every((item) => leadSomewhere(item, root, seen))
  if (!isObject(value)) return true
  for (const key in value) {
    const child = value[key] as Json
    if (key === '$ref' && typeof child === 'string' && !seen.has(child)) {
      const [, group = '', name = ''] = PLAIN_REF.exec(child) ?? []
      const definitions = member(root, group)
      if (!isObject(definitions) || member(definitions, name) === undefined) return false
      seen.add(child)
    } else if (!leadSomewhere(child, root, seen)) return false
  }
  return true
}

function isPlainObject(schema: JsonObject, draft: Draft): boolean {
  for (const key in schema) {
    const check = Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : undefined
    if (check === undefined ? others.has(key) : !check(schema[key] as Json, draft)) return false
  }
  return true
}
