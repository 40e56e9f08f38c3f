import { badRequest, type KubeObject } from '#kube'
import type { RestAnswer, RestBody, RestCall } from '../../contract/rest.ts'
import { readObject } from '../body/read-object.ts'
import type { Core } from '../core.ts'
import { readQueryOptions, writeRequest } from '../options/write-options.ts'
import { createObject } from '../write/create.ts'
import { objectAnswer } from './answer.ts'

/** POST to a collection. Throws what the API refuses. */
export async function createFromBody(core: Core, call: RestCall, body: RestBody): Promise<RestAnswer> {
  const options = readQueryOptions(call, 'CreateOptions')
  const { fieldValidation } = options
  const object = readObject(call.kind, body, { fieldValidation, warn: call.context.warn })
  const write = { ...writeRequest(call, 'CreateOptions', options), namespace: namespaceOf(call, object) }
  const written = await createObject(core, write, object)
  return objectAnswer(core, call, written, 201)
}

/** A namespace is created in itself, for admission. */
function namespaceOf({ kind, namespace }: RestCall, object: KubeObject): string {
  if (kind.scope === 'Namespaced' && namespace === '')
    throw badRequest('an empty namespace may not be set during creation')
  const isNamespace = kind.plural === 'namespaces' && kind.group === ''
  return isNamespace ? (object.metadata.name ?? '') : namespace
}
