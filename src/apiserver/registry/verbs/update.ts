import { badRequest, copyOf, type KubeObject } from '#kube'
import type { RestAnswer, RestBody, RestCall } from '../../contract/rest.ts'
import { readObject } from '../body/read-object.ts'
import { type Core, metaText } from '../core.ts'
import { dropDuplicateOwners } from '../metadata/owner-references.ts'
import { ensureNamespace } from '../metadata/system-fields.ts'
import { readQueryOptions, writeRequest } from '../options/write-options.ts'
import { trackFields } from '../write/managed-fields.ts'
import { updateObject } from '../write/update.ts'
import { objectAnswer } from './answer.ts'

/** PUT of an object or its status. Throws what the API refuses. */
export async function updateFromBody(core: Core, call: RestCall, body: RestBody): Promise<RestAnswer> {
  const { kind, namespace, name } = call
  const options = readQueryOptions(call, 'UpdateOptions')
  const { fieldValidation } = options
  const object = readObject(kind, body, { fieldValidation, warn: call.context.warn })
  const write = writeRequest(call, 'UpdateOptions', options)
  ensureNamespace(object, kind.scope === 'Namespaced' ? namespace : '')
  checkSameName(object, name)
  dropDuplicateOwners(object, 'before-admission', write.warn)
  kind.strategy.defaults?.(object)
  const make = (present: KubeObject | undefined) => trackFields(core, write, present, copyOf(object))
  const written = await updateObject(core, write, { make, replaces: true, uid: metaText(object, 'uid') })
  return objectAnswer(core, call, written, written.isCreated ? 201 : 200)
}

/** Throws 400 when a body speaks of another object than the URL. */
export function checkSameName(object: KubeObject, name: string): void {
  const found = metaText(object, 'name')
  if (found === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
  }
  if (found === name) return
  throw badRequest(`the name of the object (${found}) does not match the name on the URL (${name})`)
}
