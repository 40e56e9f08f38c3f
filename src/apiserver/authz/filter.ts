import type { Authorizer } from '../contract/access.ts'
import type { Handler } from '../contract/http.ts'
import { attributesOf } from './attributes.ts'
import { denialOf } from './union.ts'

/** Passes on what the authorizer allows; throws the 403 of everything else. */
export function authorizationFilter(authorizer: Authorizer): (next: Handler) => Handler {
  return (next) => async (request, context) => {
    const attributes = attributesOf(request, context.info, context.user)
    const asked = authorizer.authorize(attributes)
    const decision = 'then' in asked ? await asked : asked
    context.annotate('authorization.k8s.io/decision', decision.answer === 'allow' ? 'allow' : 'forbid')
    context.annotate('authorization.k8s.io/reason', decision.reason ?? '')
    if (decision.answer !== 'allow') throw denialOf(attributes, decision.reason)
    return next(request, context)
  }
}
