import { List, Mapping, type Value } from '#cel'
import {
  apiVersionOf,
  applyJsonPatch,
  atomicPaths,
  copyOf,
  isMap,
  type Json,
  type JsonObject,
  type KubeObject,
  layOver,
  PatchError,
  readOperations,
  serviceUnavailable,
} from '#kube'
import { toJson } from '../cel/environment.ts'
import type { Registry } from '../contract/registry.ts'
import type { MatchedVersion } from '../webhook/equivalent.ts'
import { readBack } from '../webhook/patch.ts'
import type { Mutation } from './policy.ts'

/** A change that could not be made; the message is in upstream's words. */
export class MutationFailure extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'MutationFailure'
  }
}

/** The object after a change that an expression came to. Throws MutationFailure, and 503 for a kind that nobody knows. */
export function changed(
  object: KubeObject,
  { type }: Mutation,
  value: Value,
  { matched, registry }: { readonly matched: MatchedVersion; readonly registry: Registry },
): KubeObject {
  const made = type === 'JSONPatch' ? patched(object, value) : applied(object, value, { matched, registry })
  return made === object ? object : readBack(made, matched.gvk, registry)
}

function applied(
  object: KubeObject,
  value: Value,
  { matched, registry }: { readonly matched: MatchedVersion; readonly registry: Registry },
): JsonObject {
  const { gvk } = matched
  const kind = registry.kinds.ofKind(gvk.group, gvk.version, gvk.kind)
  if (kind === undefined) {
    const words = 'There can be a delay between when CustomResourceDefinitions are created and when they are available.'
    throw serviceUnavailable(`Resource kind ${apiVersionOf(gvk)}, Kind=${gvk.kind} not found. ${words}`)
  }
  const configuration = jsonOf(value)
  if (!isMap(configuration)) throw new MutationFailure('invalid return type of an ApplyConfiguration expression')
  const atomic = atomicPaths(kind.schema, configuration)
  if (atomic.length > 0) {
    const words = `may not mutate atomic arrays, maps or structs: ${atomic.join(', ')}`
    throw new MutationFailure(`error applying patch: invalid ApplyConfiguration: ${words}`)
  }
  return copyOf(layOver(kind.schema, object, configuration))
}

function patched(object: KubeObject, value: Value): Json {
  if (!(value instanceof List)) {
    throw new MutationFailure('type mismatch: JSONPatchType.expression should evaluate to array')
  }
  const operations = [...value].map(operationOf)
  try {
    return applyJsonPatch(copyOf(object), readOperations(operations), { version: 5, maxCopyBytes: MAX_COPY_BYTES })
  } catch (cause) {
    if (!(cause instanceof PatchError)) throw cause
    // A test that does not hold is no failure: the change is not wanted.
    if (cause.code === 'test-failed') return object
    throw new MutationFailure(`JSON Patch: ${cause.message}`, cause)
  }
}

const MAX_COPY_BYTES = 3 * 1024 * 1024

function operationOf(value: Value): JsonObject {
  if (!(value instanceof Mapping)) {
    throw new MutationFailure('type mismatch: JSONPatchType.expression should evaluate to array of JSONPatch')
  }
  const from = value.get('from')
  const given = value.get('value')
  return {
    op: jsonOf(value.get('op') ?? ''),
    path: jsonOf(value.get('path') ?? ''),
    ...(typeof from === 'string' && from !== '' && { from }),
    ...(given !== undefined && { value: jsonOf(given) }),
  }
}

/** A copy: values may be parts of the object that is changed. */
function jsonOf(value: Value): Json {
  try {
    return copyOf(toJson(value))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new MutationFailure(
      `JSONPath valueExpression evaluated to a type that could not marshal to JSON: ${why}`,
      cause,
    )
  }
}
