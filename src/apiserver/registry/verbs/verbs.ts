import { StatusError } from '#kube'
import type { RestVerbs } from '../../contract/rest.ts'
import type { Core } from '../core.ts'
import { watchObjects } from '../watch/watch.ts'
import { asRefusal } from '../write/admit.ts'
import { createFromBody } from './create.ts'
import { getObject } from './get.ts'
import { listObjects } from './list.ts'
import { patchFromBody } from './patch.ts'
import { removeByCall } from './remove.ts'
import { removeCollection } from './remove-collection.ts'
import { getScale, patchScale, updateScale } from './scale.ts'
import { updateFromBody } from './update.ts'

/** The verbs of stored resources over a core. What is thrown is always a refusal. */
export function createVerbs(core: Core): RestVerbs {
  return {
    get: (call) => refusing(call.subresource === 'scale' ? getScale(core, call) : getObject(core, call)),
    list: (call) => refusing(listObjects(core, call)),
    watch: (call, frame) => refusing(watchObjects(core, call, frame)),
    create: (call, body) => refusing(createFromBody(core, call, body)),
    update: (call, body) =>
      refusing(call.subresource === 'scale' ? updateScale(core, call, body) : updateFromBody(core, call, body)),
    patch: (call, body) =>
      refusing(call.subresource === 'scale' ? patchScale(core, call, body) : patchFromBody(core, call, body)),
    remove: (call, body) => refusing(removeByCall(core, call, body)),
    removeCollection: (call, body) => refusing(removeCollection(core, call, body)),
  }
}

async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    if (cause instanceof StatusError || isOwnFault(cause)) throw cause
    throw asRefusal(cause)
  }
}

/** Errors of the engine are nobody's business but ours: whoever answers writes them down and says nothing of them. */
function isOwnFault(cause: unknown): boolean {
  return cause instanceof TypeError || cause instanceof RangeError || cause instanceof SyntaxError
}
