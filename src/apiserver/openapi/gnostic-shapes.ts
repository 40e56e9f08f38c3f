import type { Json, JsonObject } from '#kube'

/** How a field of a gnostic message is written. */
export type FieldShape =
  | { readonly kind: 'text' | 'bool' | 'integer' | 'double' | 'any' }
  | { readonly kind: 'list' | 'map'; readonly of: FieldShape }
  | { readonly kind: 'message'; readonly name: MessageName }
  | {
      readonly kind: 'choice'
      choose(value: Json): { readonly number: number; readonly shape: FieldShape; readonly value: Json }
    }

/** The messages that are written. */
export type MessageName =
  | 'Document'
  | 'Info'
  | 'PathItem'
  | 'Operation'
  | 'JsonReference'
  | 'BodyParameter'
  | 'QueryParameter'
  | 'PathParameter'
  | 'Response'
  | 'Schema'
  | 'ApiKey'

/** Fields by JSON key, highest number first; `extensions` is the number of what starts with `x-`. */
export interface MessageShape {
  readonly fields: readonly (readonly [key: string, number: number, shape: FieldShape])[]
  readonly extensions?: number
}

const text: FieldShape = { kind: 'text' }
const bool: FieldShape = { kind: 'bool' }
const integer: FieldShape = { kind: 'integer' }
const double: FieldShape = { kind: 'double' }
const any: FieldShape = { kind: 'any' }
const texts: FieldShape = { kind: 'list', of: text }
const message = (name: MessageName): FieldShape => ({ kind: 'message', name })
const mapOf = (of: FieldShape): FieldShape => ({ kind: 'map', of })
const listOf = (of: FieldShape): FieldShape => ({ kind: 'list', of })

function isReference(value: Json): boolean {
  return Object.hasOwn(value as JsonObject, '$ref')
}

/** Body, query or path parameter. */
const parameter: FieldShape = {
  kind: 'choice',
  choose: (value) => {
    const place = (value as JsonObject).in
    if (place === 'body') return { number: 1, shape: message('BodyParameter'), value }
    const sub = place === 'path' ? message('PathParameter') : message('QueryParameter')
    const choose = (): { number: number; shape: FieldShape; value: Json } => {
      return { number: place === 'path' ? 4 : 3, shape: sub, value }
    }
    return { number: 2, shape: { kind: 'choice', choose }, value }
  },
}

const parameters = listOf({
  kind: 'choice',
  choose: (value) =>
    isReference(value) ? { number: 2, shape: message('JsonReference'), value } : { number: 1, shape: parameter, value },
})

const responses: FieldShape = mapOf({
  kind: 'choice',
  choose: (value) => ({ number: 1, shape: message('Response'), value }),
})

const schemaItem: FieldShape = {
  kind: 'choice',
  choose: (value) => ({ number: 1, shape: message('Schema'), value }),
}

const schemaOrBool: FieldShape = {
  kind: 'choice',
  choose: (value) =>
    typeof value === 'boolean' ? { number: 2, shape: bool, value } : { number: 1, shape: message('Schema'), value },
}

/** A type, or several. */
const typeItem: FieldShape = {
  kind: 'choice',
  choose: (value) => ({ number: 1, shape: texts, value: Array.isArray(value) ? value : [value] }),
}

const textArray: FieldShape = { kind: 'choice', choose: (value) => ({ number: 1, shape: texts, value }) }

const parameterFields = [
  ['name', 4, text],
  ['description', 3, text],
  ['in', 2, text],
  ['required', 1, bool],
] as const

/** Every message by name, with the numbers of OpenAPIv2.proto. */
export const messages: Readonly<Record<MessageName, MessageShape>> = {
  Document: {
    fields: [
      [
        'securityDefinitions',
        13,
        mapOf({ kind: 'choice', choose: (value) => ({ number: 2, shape: message('ApiKey'), value }) }),
      ],
      ['security', 12, listOf(mapOf(textArray))],
      ['parameters', 10, mapOf(parameter)],
      ['definitions', 9, mapOf(message('Schema'))],
      ['paths', 8, mapOf(message('PathItem'))],
      ['info', 2, message('Info')],
      ['swagger', 1, text],
    ],
    extensions: 16,
  },
  Info: {
    fields: [
      ['version', 2, text],
      ['title', 1, text],
    ],
  },
  PathItem: {
    fields: [
      ['parameters', 9, parameters],
      ['patch', 8, message('Operation')],
      ['head', 7, message('Operation')],
      ['options', 6, message('Operation')],
      ['delete', 5, message('Operation')],
      ['post', 4, message('Operation')],
      ['put', 3, message('Operation')],
      ['get', 2, message('Operation')],
    ],
    extensions: 10,
  },
  Operation: {
    fields: [
      ['schemes', 10, texts],
      ['responses', 9, responses],
      ['parameters', 8, parameters],
      ['consumes', 7, texts],
      ['produces', 6, texts],
      ['operationId', 5, text],
      ['description', 3, text],
      ['tags', 1, texts],
    ],
    extensions: 13,
  },
  JsonReference: {
    fields: [
      ['description', 2, text],
      ['$ref', 1, text],
    ],
  },
  BodyParameter: {
    fields: [
      ['schema', 5, message('Schema')],
      ['required', 4, bool],
      ['in', 3, text],
      ['name', 2, text],
      ['description', 1, text],
    ],
  },
  QueryParameter: { fields: [['uniqueItems', 20, bool], ['type', 6, text], ...parameterFields] },
  PathParameter: { fields: [['uniqueItems', 19, bool], ['type', 5, text], ...parameterFields] },
  Response: {
    fields: [
      ['schema', 2, schemaItem],
      ['description', 1, text],
    ],
  },
  ApiKey: {
    fields: [
      ['description', 4, text],
      ['in', 3, text],
      ['name', 2, text],
      ['type', 1, text],
    ],
  },
  Schema: {
    fields: [
      ['example', 30, any],
      ['properties', 25, mapOf(message('Schema'))],
      ['allOf', 24, listOf(message('Schema'))],
      ['items', 23, { kind: 'choice', choose: (value) => ({ number: 1, shape: message('Schema'), value }) }],
      ['type', 22, typeItem],
      ['additionalProperties', 21, schemaOrBool],
      ['enum', 20, listOf(any)],
      ['required', 19, texts],
      ['minProperties', 18, integer],
      ['maxProperties', 17, integer],
      ['uniqueItems', 16, bool],
      ['minItems', 15, integer],
      ['maxItems', 14, integer],
      ['pattern', 13, text],
      ['minLength', 12, integer],
      ['maxLength', 11, integer],
      ['exclusiveMinimum', 10, bool],
      ['minimum', 9, double],
      ['exclusiveMaximum', 8, bool],
      ['maximum', 7, double],
      ['multipleOf', 6, double],
      ['default', 5, any],
      ['description', 4, text],
      ['title', 3, text],
      ['format', 2, text],
      ['$ref', 1, text],
    ],
    extensions: 31,
  },
}
