import { accessDenied, type StatusError } from '#kube'
import type { Attributes, Authorizer, Decision, RuleSummary } from '../contract/access.ts'
import type { User } from '../contract/user.ts'

/** Asks one authorizer after the other; the first with an opinion decides. */
export function uniteAuthorizers(
  authorizers: readonly Authorizer[],
): Authorizer & Required<Pick<Authorizer, 'rulesOf'>> {
  return {
    name: 'union',
    authorize: (attributes) => ask(authorizers, attributes, 0, []),
    rulesOf: (user, namespace) => uniteRules(authorizers, user, namespace),
  }
}

/** Stays synchronous as long as the authorizers do: every request passes here. */
function ask(
  authorizers: readonly Authorizer[],
  attributes: Attributes,
  from: number,
  reasons: readonly string[],
): Decision | Promise<Decision> {
  let told = reasons
  for (let at = from; at < authorizers.length; at++) {
    const decision = authorizers[at]?.authorize(attributes)
    if (decision === undefined) continue
    if ('then' in decision) {
      const [next, so] = [at + 1, told]
      return decision.then((late) =>
        late.answer === 'no-opinion' ? ask(authorizers, attributes, next, withReason(so, late)) : late,
      )
    }
    if (decision.answer !== 'no-opinion') return decision
    told = withReason(told, decision)
  }
  return told.length === 0 ? { answer: 'no-opinion' } : { answer: 'no-opinion', reason: told.join('\n') }
}

function withReason(reasons: readonly string[], { reason }: Decision): readonly string[] {
  return reason === undefined || reason === '' ? reasons : [...reasons, reason]
}

function uniteRules(authorizers: readonly Authorizer[], user: User, namespace: string): RuleSummary {
  const parts = authorizers
    .map((authorizer) => authorizer.rulesOf?.(user, namespace))
    .filter((part) => part !== undefined)
  const errors = parts.map(({ evaluationError }) => evaluationError).filter((error) => error !== undefined)
  return {
    resourceRules: parts.flatMap(({ resourceRules }) => resourceRules),
    nonResourceRules: parts.flatMap(({ nonResourceRules }) => nonResourceRules),
    incomplete: parts.some(({ incomplete }) => incomplete),
    ...(errors.length > 0 && { evaluationError: errors.join(', ') }),
  }
}

/** Allows everything to members of `system:masters`; has no opinion of others. */
export const privilegedGroupAuthorizer: Authorizer = {
  name: 'AlwaysAllow',
  authorize: ({ user }) => ({ answer: user.groups.includes('system:masters') ? 'allow' : 'no-opinion' }),
}

/** The 403 of a request that no authorizer allowed. */
export function denialOf(attributes: Attributes, reason = ''): StatusError {
  const { user, verb, isResource, path, group, resource, subresource, namespace, name } = attributes
  const asked = { userName: user.name, verb, path }
  return accessDenied(
    isResource ? { ...asked, resource: { group, resource, subresource, namespace, name } } : asked,
    reason,
  )
}
