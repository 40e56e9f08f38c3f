import { forbidden } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { Hook, MatchCondition } from '../webhook/hook.ts'
import type { ConditionCheck } from '../webhook/question.ts'
import { cachingAuthorize } from './authorize.ts'
import { compileConditions, matchConditions } from './condition.ts'
import type { Expression } from './expression.ts'
import { nameOf } from './request-name.ts'

/** Runs the match conditions of webhooks, compiled when they are first asked for. */
export function webhookConditions(authorizer: Authorizer): ConditionCheck {
  const compiled = new WeakMap<readonly MatchCondition[], readonly Expression[]>()
  const conditionsOf = ({ conditions }: Hook): readonly Expression[] => {
    const known = compiled.get(conditions) ?? compileConditions(conditions, { hasParams: false, hasAuthorizer: true })
    compiled.set(conditions, known)
    return known
  }
  return async (question) => {
    const { hook, request } = question
    const input = { ...question, authorize: cachingAuthorize(authorizer, request) }
    const matched = await matchConditions(conditionsOf(hook), input, hook.ignoresFailure)
    if ('error' in matched) throw forbidden(request.resource, nameOf(request), matched.error)
    return matched.matches
  }
}
