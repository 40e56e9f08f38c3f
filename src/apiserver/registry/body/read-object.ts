import {
  apiVersionOf,
  badRequest,
  DecodeError,
  decodeTyped,
  defaultBy,
  goQuote,
  groupVersionOf,
  invalid,
  isMap,
  type Json,
  type JsonObject,
  type KubeObject,
  prune,
  type Schema,
} from '#kube'
import type { RestBody } from '../../contract/rest.ts'
import type { FieldValidation } from '../options/write-options.ts'
import { decodeMetadata } from './decode-metadata.ts'

/** What a body should be. */
export interface ExpectedType {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly schema: Schema
  readonly isCustom?: boolean
}

/** How unknown and duplicate fields are told. */
export interface Strictness {
  readonly fieldValidation: FieldValidation
  warn(text: string): void
}

/**
 * The object in a body: of the type that the endpoint expects, without unknown fields (mutates the body's value). Throws
 * 400, and 422 for a custom resource of another kind.
 */
export function readObject(expected: ExpectedType, body: RestBody, strictness: Strictness): KubeObject {
  const { value } = body
  if (!isMap(value)) throw unrecognized(expected, body)
  if (expected.isCustom === true) checkNames(expected, body, value, strictness)
  checkType(expected, value)
  const unknown = decodeObject(expected, value)
  tellStrict(expected, [...unknownFields(unknown), ...body.strictErrors], strictness)
  return value as KubeObject
}

/** Drops what the type does not know (mutates) and gives the path of each: `spec.x`. Throws 400. */
export function decodeObject(expected: ExpectedType, value: JsonObject): readonly string[] {
  const { metadata } = value
  if (!isMap(metadata)) {
    if (metadata !== undefined && metadata !== null) {
      const into = expected.isCustom === true ? 'value' : `struct field ${expected.kind}.metadata`
      const why = `json: cannot unmarshal ${wordOf(metadata)} into Go ${into} of type v1.ObjectMeta`
      throw cannotHandle(expected, value, why)
    }
    value['metadata'] = {}
  }
  try {
    return expected.isCustom === true
      ? pruneCustom(expected.schema, value)
      : decodeTyped(expected.schema, value).unknown
  } catch (cause) {
    if (cause instanceof DecodeError) throw cannotHandle(expected, value, cause.message)
    throw cause
  }
}

/** Refuses or warns of fields that nobody knows. Throws 400 where validation is strict. */
function tellStrict(expected: ExpectedType, found: readonly string[], strictness: Strictness): void {
  if (found.length === 0 || strictness.fieldValidation === 'Ignore') return
  if (strictness.fieldValidation === 'Strict') {
    throw cannotHandle(expected, {}, `strict decoding error: ${found.join(', ')}`)
  }
  for (const text of found) strictness.warn(text)
}

/** What strict decoding says of unknown fields. */
export function unknownFields(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].map((path) => `unknown field ${goQuote(path)}`)
}

function pruneCustom(schema: Schema, value: JsonObject): readonly string[] {
  const unknownOfMetadata = decodeMetadata(value, schema)
  const unknown = prune(schema, value, { isResourceRoot: true })
  defaultBy(schema, value)
  return [...unknown, ...unknownOfMetadata]
}

/** A custom object says itself what it is: nothing is filled in. Throws 400. */
function checkNames(expected: ExpectedType, { text = '' }: RestBody, value: JsonObject, strictness: Strictness): void {
  const missing = (['Kind', 'apiVersion'] as const).find(
    (name) => textOf(value[name === 'Kind' ? 'kind' : name], '') === '',
  )
  if (missing === undefined) return
  const why = `Object '${missing}' is missing in '${text}'`
  if (strictness.fieldValidation === 'Ignore') throw cannotHandle(expected, {}, why)
  throw badRequest(
    `the object provided is unrecognized (must be of type ${expected.kind}): ${why} (${summaryOf(text)})`,
  )
}

function wordOf(value: Json): string {
  return Array.isArray(value) ? 'array' : typeof value
}

function checkType(expected: ExpectedType, value: JsonObject): void {
  const apiVersion = apiVersionOf(expected)
  const kind = textOf(value['kind'], expected.kind)
  const found = textOf(value['apiVersion'], apiVersion)
  value['kind'] = kind
  value['apiVersion'] = found
  if (kind !== expected.kind) throw otherKind(expected, kind, found)
  if (found === apiVersion) return
  throw badRequest(`the API version in the data (${found}) does not match the expected API version (${apiVersion})`)
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}

function otherKind(expected: ExpectedType, kind: string, apiVersion: string): Error {
  const { version } = groupVersionOf(apiVersion)
  if (expected.isCustom === true) {
    const finding = { field: 'kind', type: 'invalid', value: kind, detail: `must be ${expected.kind}` } as const
    return invalid({ group: expected.group, kind: expected.kind }, '', [finding])
  }
  const why = unknownConversion(expected, { version, kind })
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${expected.kind}: ${why}`)
}

/** Why an object of another kind does not become one of the type that is expected. */
export function unknownConversion(
  expected: ExpectedType,
  { version, kind }: { readonly version: string; readonly kind: string },
): string {
  const place = expected.group === '' ? 'core' : (expected.group.split('.')[0] ?? '')
  return `converting (${version}.${kind}) to (${place}.${expected.kind}): unknown conversion`
}

function cannotHandle(expected: ExpectedType, value: JsonObject, why: string): Error {
  const kind = textOf(value['kind'], expected.kind)
  return badRequest(`${kind} in version "${expected.version}" cannot be handled as a ${expected.kind}: ${why}`)
}

function unrecognized({ kind }: ExpectedType, { value, text = '' }: RestBody): Error {
  const word = Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
  const into = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'
  const why = `couldn't get version/kind; json parse error: json: cannot unmarshal ${word} into Go value of type ${into}`
  return badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summaryOf(text)})`)
}

/** The start of a body, as refusals quote it. */
function summaryOf(text: string): string {
  if (text === '') return '<empty>'
  const shown = text.length > maxSummary ? text.slice(0, maxSummary) : text
  const end = text.length > maxSummary ? ' ...' : ''
  return text.startsWith('{') ? `${shown}${end}` : `${Buffer.from(shown).toString('hex')}${end}`
}

const maxSummary = 30
