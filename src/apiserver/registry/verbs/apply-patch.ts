import { typeNameOf } from '#kinds'
import {
  apiVersionOf,
  applyJsonPatch,
  applyMergePatch,
  applyStrategicPatch,
  badRequest,
  type Finding,
  goQuote,
  groupVersionOf,
  invalid,
  isMap,
  type Json,
  type JsonObject,
  type KubeObject,
  PatchError,
  readOperations,
  StatusError,
} from '#kube'
import type { RestBody } from '../../contract/rest.ts'
import { converterWords, goValue } from '../body/go-words.ts'
import { mergeSchemaOf } from '../body/merge-schema.ts'
import {
  decodeObject,
  type ExpectedType,
  type Strictness,
  unknownConversion,
  unknownFields,
} from '../body/read-object.ts'

/** Media types of patches that change a present object. */
export type PatchType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'

/** One patch on its way to an object. */
export interface Patch {
  readonly type: PatchType
  readonly body: RestBody
  readonly expected: ExpectedType
  readonly strictness: Strictness
}

/** The object (mutated) with a patch applied, decoded like a body. Throws 400, 413 and 422. */
export function patchObject(object: KubeObject, patch: Patch): KubeObject {
  const patched = applied(object, patch)
  if (!isShallow(patched, maxDepth)) throw badRequest('exceeded max depth')
  const typed = decodePatched(patched, patch)
  return typed as KubeObject
}

const strategic = 'application/strategic-merge-patch+json'
/** Levels of maps and lists that an object may have, as for bodies. */
const maxDepth = 1000
const maxOperations = 10_000
const maxCopyBytes = 3 * 1024 * 1024

function applied(object: KubeObject, { type, body, expected }: Patch): Json {
  try {
    return appliers[type](object, body.value, expected)
  } catch (cause) {
    if (!(cause instanceof PatchError)) throw cause
    throw type === 'application/json-patch+json' && cause.code !== 'bad-patch'
      ? unprocessable(cause)
      : badRequest(cause.message)
  }
}

const appliers: Readonly<Record<PatchType, (object: KubeObject, value: Json, expected: ExpectedType) => Json>> = {
  'application/json-patch+json': (object, value) => {
    const operations = readOperations(value)
    if (operations.length > maxOperations) throw tooMany(operations.length)
    return applyJsonPatch(object, operations, { maxCopyBytes })
  },
  'application/merge-patch+json': (object, value) => {
    if (!isMap(value)) throw badRequest('Invalid JSON Patch')
    return applyMergePatch(object, value)
  },
  'application/strategic-merge-patch+json': (object, value, expected) => {
    if (!isMap(value)) throw badRequest('Invalid JSON Patch')
    return applyStrategicPatch(object, value, mergeSchemaOf(expected.schema))
  },
}

function isShallow(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth === 0) return false
  return Object.values(value).every((item: Json) => isShallow(item, depth - 1))
}

/** Decodes what a patch made: the words differ from those for bodies. */
function decodePatched(patched: Json, { body, expected, strictness, type }: Patch): Json {
  if (!isMap(patched)) throw invalidPatch(patched, 'json: cannot unmarshal into an object')
  const other = otherType(patched, expected, type)
  if (other !== undefined) throw invalidPatch(JSON.stringify(patched), other)
  let unknown: readonly string[]
  try {
    unknown = decodeObject(expected, patched)
  } catch (cause) {
    if (!(cause instanceof StatusError)) throw cause
    const why = cause.message.replace(/^.* cannot be handled as a [^:]*: /s, '')
    throw invalidPatch(shownOf(type, patched, body), type === strategic ? converterWords(why) : why)
  }
  const prefix = type === 'application/json-patch+json' ? 'json patch ' : ''
  const found = [...body.strictErrors.map((text) => `${prefix}${text}`), ...unknownFields(unknown)]
  if (found.length === 0 || strictness.fieldValidation === 'Ignore') return patched
  if (strictness.fieldValidation === 'Strict') {
    throw invalidPatch(shownOf(type, patched, body), `strict decoding error: ${found.join(', ')}`)
  }
  for (const text of found) strictness.warn(text)
  return patched
}

/**
 * Why the patched object is of another type than the endpoint's; undefined when it is not. A strategic patch goes through
 * the type itself, which has no place for these fields: they are put back (mutates). Throws 422 for custom kinds.
 */
function otherType(patched: JsonObject, expected: ExpectedType, type: PatchType): string | undefined {
  const wanted = { kind: expected.kind, apiVersion: apiVersionOf(expected) }
  if (type === strategic) {
    Object.assign(patched, wanted)
    return undefined
  }
  for (const field of ['kind', 'apiVersion'] as const) {
    const value = patched[field]
    if (typeof value !== 'string' || value === '' || value === wanted[field]) continue
    if (expected.isCustom === true) {
      const finding: Finding = { field, type: 'invalid', value, detail: `must be ${wanted[field]}` }
      throw invalid({ group: expected.group, kind: expected.kind }, nameOf(patched), [finding])
    }
    return unknownType(patched, expected)
  }
  return undefined
}

function unknownType({ kind, apiVersion }: JsonObject, expected: ExpectedType): string {
  const [word, version] = [kind, apiVersion].map((text) => (typeof text === 'string' ? text : ''))
  const gvk = { ...groupVersionOf(version ?? ''), kind: word ?? '' }
  if (typeNameOf(gvk) !== undefined) return unknownConversion(expected, gvk)
  const scheme = 'in scheme "pkg/api/legacyscheme/scheme.go:30"'
  return `no kind ${goQuote(gvk.kind)} is registered for version ${goQuote(version ?? '')} ${scheme}`
}

function nameOf({ metadata }: JsonObject): string {
  const name = isMap(metadata) ? metadata['name'] : undefined
  return typeof name === 'string' ? name : ''
}

function shownOf(type: PatchType, patched: JsonObject, body: RestBody): Json {
  return type === 'application/strategic-merge-patch+json' ? goValue(body.value) : JSON.stringify(patched)
}

function invalidPatch(value: Json, detail: string): StatusError {
  const finding: Finding = { field: 'patch', type: 'invalid', value, detail }
  return invalid({ group: '', kind: '' }, '', [finding])
}

function tooMany(count: number): StatusError {
  const message = `The allowed maximum operations in a JSON patch is ${maxOperations}, got ${count}`
  return new StatusError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Request entity too large: ${message}`,
    reason: 'RequestEntityTooLarge',
    code: 413,
  })
}

/** 422 of a patch that does not fit the object (errors.NewGenericServerResponse). */
function unprocessable(cause: PatchError): StatusError {
  const message = `the server rejected our request due to an error in our request`
  return new StatusError(
    {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      reason: 'Invalid',
      details: {},
      code: 422,
    },
    cause,
  )
}
