import type { RestAnswer, RestBody, RestCall } from '../../contract/rest.ts'
import type { Core } from '../core.ts'
import { type DeleteOptions, readDeleteOptions } from '../options/delete-options.ts'
import { removeObject } from '../write/remove.ts'
import { isNamespace } from '../write/remove-namespace.ts'
import type { WriteRequest } from '../write/write-request.ts'
import { objectAnswer } from './answer.ts'
import { checkUnsafeDelete } from './unsafe-delete.ts'

/** DELETE of one object. Throws what the API refuses. */
export async function removeByCall(core: Core, call: RestCall, body: RestBody | undefined): Promise<RestAnswer> {
  const options = readDeleteOptions(call.query, body)
  if (options.ignoreStoreReadError) await checkUnsafeDelete(core, call)
  const { isGone, text } = await removeObject(core, deleteRequest(call, options, call.name), options)
  return objectAnswer(core, call, { text }, !isGone && options.orphanDependents === false ? 202 : 200)
}

/** The write that a deletion is. */
export function deleteRequest(call: RestCall, options: DeleteOptions, name: string): WriteRequest {
  const { context } = call
  return {
    kind: call.kind,
    namespace: isNamespace(call.kind) ? name : call.namespace,
    name,
    subresource: '',
    user: context.user,
    dryRun: options.dryRun,
    fieldManager: '',
    options: options.object,
    isInternal: false,
    warn: (text) => context.warn(text),
    annotate: (key, value) => context.annotate(key, value),
  }
}
