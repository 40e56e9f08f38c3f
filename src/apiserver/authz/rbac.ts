import type { Attributes, Authorizer, Decision, RuleSummary } from '../contract/access.ts'
import type { User } from '../contract/user.ts'
import type { Grant, RoleIndex } from './role-index.ts'
import { type PolicyRule, ruleAllows } from './rule.ts'

/** Decides by roles and bindings. Source: upstream plugin/pkg/auth/authorizer/rbac. */
export function createRbacAuthorizer(index: RoleIndex): Authorizer {
  return {
    name: 'RBAC',
    authorize: (attributes) => decide(index, attributes),
    rulesOf: (user, namespace) => summaryOf(rulesFor(index, user, namespace)),
  }
}

function decide(index: RoleIndex, attributes: Attributes): Decision {
  let allowed: Grant | undefined
  let problems: string[] | undefined
  index.visit(attributes.user, attributes.namespace, (found) => {
    if ('problem' in found) problems = [...(problems ?? []), found.problem]
    else if (ruleAllows(found.rule, attributes)) allowed = found.grant
    return allowed !== undefined
  })
  if (allowed !== undefined) return { answer: 'allow', reason: `RBAC: allowed by ${grantText(allowed)}` }
  return problems === undefined ? NO_OPINION : { answer: 'no-opinion', reason: `RBAC: ${problemsText(problems)}` }
}

const NO_OPINION: Decision = { answer: 'no-opinion' }

function grantText({ binding, namespace, roleRef, subject }: Grant): string {
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace ?? namespace}` : subject.name
  const what = namespace === '' ? `ClusterRoleBinding "${binding}"` : `RoleBinding "${binding}/${namespace}"`
  return `${what} of ${roleRef.kind} "${roleRef.name}" to ${subject.kind} "${who}"`
}

function problemsText(problems: readonly string[]): string {
  const texts = [...new Set(problems)]
  return texts.length === 1 ? String(texts[0]) : `[${texts.join(', ')}]`
}

/** Every rule that holds for a user in a namespace, and why some may be missing. */
export function rulesFor(
  index: RoleIndex,
  user: User,
  namespace: string,
): { readonly rules: readonly PolicyRule[]; readonly problems: readonly string[] } {
  const rules: PolicyRule[] = []
  const problems: string[] = []
  index.visit(user, namespace, (found) => {
    if ('problem' in found) problems.push(found.problem)
    else rules.push(found.rule)
    return false
  })
  return { rules, problems }
}

function summaryOf({ rules, problems }: ReturnType<typeof rulesFor>): RuleSummary {
  const resourceRules = rules
    .filter(({ resources }) => resources !== undefined && resources.length > 0)
    .map(({ verbs, apiGroups = [], resources = [], resourceNames }) => ({
      ...{ verbs, apiGroups, resources },
      ...(resourceNames !== undefined && resourceNames.length > 0 && { resourceNames }),
    }))
  const nonResourceRules = rules
    .filter(({ nonResourceURLs }) => nonResourceURLs !== undefined && nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs }))
  const incomplete = { incomplete: problems.length > 0 }
  if (problems.length === 0) return { resourceRules, nonResourceRules, ...incomplete }
  return { resourceRules, nonResourceRules, ...incomplete, evaluationError: problemsText(problems) }
}
