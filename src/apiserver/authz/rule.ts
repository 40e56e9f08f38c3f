import type { Attributes } from '../contract/access.ts'

/** One rule of a role (rbac.authorization.k8s.io/v1 PolicyRule). */
export interface PolicyRule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

/** What of a request a rule looks at; `resource` has its subresource behind a slash. */
export type RuleRequest = Pick<
  Attributes,
  'verb' | 'isResource' | 'group' | 'resource' | 'subresource' | 'name' | 'path'
>

/** Whether a rule allows a request (upstream rbac.RuleAllows). */
export function ruleAllows(rule: PolicyRule, request: RuleRequest): boolean {
  if (!hasOrAll(rule.verbs, request.verb)) return false
  if (!request.isResource) return rule.nonResourceURLs?.some((url) => urlMatches(url, request.path)) ?? false
  return (
    hasOrAll(rule.apiGroups, request.group) &&
    resourceMatches(rule.resources, request.resource, request.subresource) &&
    (rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(request.name))
  )
}

function hasOrAll(list: readonly string[] | undefined, value: string): boolean {
  return list !== undefined && (list.includes(value) || list.includes('*'))
}

/** `pods`, `pods/log`, `*` and `*` + `/scale`. */
export function resourceMatches(
  resources: readonly string[] | undefined,
  resource: string,
  subresource: string,
): boolean {
  if (resources === undefined) return false
  const combined = subresource === '' ? resource : `${resource}/${subresource}`
  return resources.some((entry) => {
    if (entry === '*' || entry === combined) return true
    return subresource !== '' && entry.length === subresource.length + 2 && entry === `*/${subresource}`
  })
}

/** `*` matches everything, `/a/*` what starts with `/a/`, else the same path. */
export function urlMatches(url: string, path: string): boolean {
  if (url === '*' || url === path) return true
  return url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''))
}
