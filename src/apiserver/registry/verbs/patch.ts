import type { Kind } from '#kinds'
import { apiVersionOf, isMap, type KubeObject, notFound } from '#kube'
import type { RestAnswer, RestBody, RestCall } from '../../contract/rest.ts'
import { type Core, resourceOf } from '../core.ts'
import { ensureNamespace } from '../metadata/system-fields.ts'
import { type QueryOptions, readQueryOptions, writeRequest } from '../options/write-options.ts'
import { applyConfiguration } from '../write/apply.ts'
import { trackFields } from '../write/managed-fields.ts'
import { type Change, updateObject } from '../write/update.ts'
import type { WriteRequest } from '../write/write-request.ts'
import { objectAnswer } from './answer.ts'
import { type PatchType, patchObject } from './apply-patch.ts'
import { checkSameName } from './update.ts'

/** PATCH of an object or its status: JSON, merge, strategic, apply. Throws what the API refuses. */
export async function patchFromBody(core: Core, call: RestCall, body: RestBody): Promise<RestAnswer> {
  const isApply = body.mediaType === applyType
  const options = readQueryOptions(call, 'PatchOptions', isApply)
  const write = writeRequest(call, 'PatchOptions', options)
  const change = isApply ? applyChange(core, write, body, options) : patchChange(core, write, body, options)
  const written = await updateObject(core, write, change)
  return objectAnswer(core, call, written, written.isCreated ? 201 : 200)
}

const applyType = 'application/apply-patch+yaml'

function patchChange(core: Core, write: WriteRequest, body: RestBody, { fieldValidation }: QueryOptions): Change {
  const { kind } = write
  const type = body.mediaType as PatchType
  const strictness = { fieldValidation, warn: write.warn }
  return {
    make(present, live) {
      if (present === undefined) throw notFound(resourceOf(kind), write.name)
      const patched = named(kind, patchObject(present, { type, body, expected: kind, strictness }))
      kind.strategy.defaults?.(patched)
      return checked(write, trackFields(core, write, live, patched))
    },
  }
}

function applyChange(core: Core, write: WriteRequest, body: RestBody, options: QueryOptions): Change {
  return {
    createsMissing: write.subresource === '',
    make: (present) => checked(write, applyConfiguration(core, write, { present, body, options })),
  }
}

/** A patch may have taken away what the object is: the endpoint knows. */
function named(kind: Kind, object: KubeObject): KubeObject {
  if (typeof object.kind !== 'string' || object.kind === '') object.kind = kind.kind
  if (typeof object.apiVersion !== 'string' || object.apiVersion === '') object.apiVersion = apiVersionOf(kind)
  if (!isMap(object.metadata)) object.metadata = { name: '' }
  return object
}

/** The object is still the one that the URL names. */
function checked(write: WriteRequest, object: KubeObject): KubeObject {
  if (!isMap(object.metadata)) object.metadata = { name: '' }
  ensureNamespace(object, write.kind.scope === 'Namespaced' ? write.namespace : '')
  checkSameName(object, write.name)
  return object
}
