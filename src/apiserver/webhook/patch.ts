import {
  apiVersionOf,
  applyJsonPatch,
  copyOf,
  type GroupVersionKind,
  goQuote,
  internalError,
  isMap,
  type Json,
  type KubeObject,
  PatchError,
  readOperations,
} from '#kube'
import type { Registry } from '../contract/registry.ts'
import { decodeObject } from '../registry/body/read-object.ts'
import { WebhookFailure } from './failure.ts'
import type { Question } from './question.ts'
import type { Verdict } from './review.ts'

/** The object of a question as a webhook's patch leaves it; undefined where there is no patch. Throws 500 and WebhookFailure. */
export function patched(
  { hook, object, matched }: Question,
  verdict: Verdict,
  registry: Registry,
): KubeObject | undefined {
  const operations = operationsOf(hook.name, verdict)
  if (operations.length === 0) return undefined
  if (object === undefined) {
    const what = 'attempted to modify the object, which is not supported for this operation'
    throw internalError(`admission webhook ${goQuote(hook.name)} ${what}`)
  }
  if (verdict.patchType !== 'JSONPatch') {
    throw new WebhookFailure(hook.name, `unsupported patch type ${goQuote(verdict.patchType)}`)
  }
  return readBack(applied(object, operations), matched.gvk, registry)
}

/**
 * An object that somebody outside made, as if it had come in a body: what its type does not know is dropped, what it leaves
 * out is filled in (mutates). Throws 500.
 */
export function readBack(value: Json, gvk: GroupVersionKind, registry: Registry): KubeObject {
  if (!isMap(value)) throw internalError('json: cannot unmarshal into an object')
  const kind = registry.kinds.ofKind(gvk.group, gvk.version, gvk.kind)
  if (value['apiVersion'] === undefined) value['apiVersion'] = apiVersionOf(gvk)
  if (value['kind'] === undefined) value['kind'] = gvk.kind
  if (kind === undefined) return value as KubeObject
  decodeObject(kind, value)
  const object = value as KubeObject
  kind.strategy.defaults?.(object)
  return object
}

const MAX_COPY_BYTES = 3 * 1024 * 1024

function operationsOf(name: string, { patch }: Verdict): ReturnType<typeof readOperations> {
  if (patch === '') return []
  try {
    return readOperations(JSON.parse(patch) as Json)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new WebhookFailure(name, `received undecodable patch in webhook response: ${why}`, cause)
  }
}

function applied(object: KubeObject, operations: ReturnType<typeof readOperations>): Json {
  try {
    return applyJsonPatch(copyOf(object), operations, { version: 5, maxCopyBytes: MAX_COPY_BYTES })
  } catch (cause) {
    if (cause instanceof PatchError) throw internalError(cause.message, cause)
    throw cause
  }
}
