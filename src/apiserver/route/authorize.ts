import { attributesOf } from '../authz/attributes.ts'
import { denialOf } from '../authz/union.ts'
import type { Authorizer } from '../contract/access.ts'
import type { Filter } from './chain.ts'

/** Asks whether the user may do this; anything but `allow` is a 403 that names what was asked. */
export function authorization(authorizer: Authorizer): Filter {
  return (next) => (request, context) => {
    const attributes = attributesOf(request, context.info, context.user)
    const decision = authorizer.authorize(attributes)
    if (!(decision instanceof Promise)) {
      if (decision.answer !== 'allow') throw denialOf(attributes, decision.reason)
      return next(request, context)
    }
    return decision.then((late) => {
      if (late.answer !== 'allow') throw denialOf(attributes, late.reason)
      return next(request, context)
    })
  }
}
