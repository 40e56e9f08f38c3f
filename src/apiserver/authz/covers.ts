import { goQuote } from '#kube'
import { type PolicyRule, urlMatches } from './rule.ts'

/** The parts of `wanted` that no rule of `owned` gives, each with one verb and one resource or path (upstream rbac Covers). */
export function missingRights(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(breakDown).filter((right) => !owned.some((rule) => isCovered(rule, right)))
}

/** A rule as single rights: the product of its lists. */
function breakDown({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): PolicyRule[] {
  const names = resourceNames === undefined || resourceNames.length === 0 ? [undefined] : resourceNames
  const rights: PolicyRule[] = []
  for (const group of apiGroups ?? []) {
    for (const resource of resources ?? []) {
      const place = { apiGroups: [group], resources: [resource] }
      for (const [verb, name] of product(verbs, names)) {
        rights.push({ ...place, verbs: [verb], ...(name !== undefined && { resourceNames: [name] }) })
      }
    }
  }
  for (const [url, verb] of product(nonResourceURLs ?? [], verbs))
    rights.push({ verbs: [verb], nonResourceURLs: [url] })
  return rights
}

function product<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
  return left.flatMap((a) => right.map((b): [A, B] => [a, b]))
}

function isCovered(rule: PolicyRule, right: PolicyRule): boolean {
  return (
    hasAll(rule.verbs, right.verbs) &&
    hasAll(rule.apiGroups ?? [], right.apiGroups ?? []) &&
    resourcesCover(rule.resources ?? [], right.resources ?? []) &&
    (right.nonResourceURLs ?? []).every((path) => rule.nonResourceURLs?.some((url) => urlMatches(url, path))) &&
    namesCover(rule.resourceNames ?? [], right.resourceNames ?? [])
  )
}

function hasAll(owned: readonly string[], wanted: readonly string[]): boolean {
  return owned.includes('*') || wanted.every((item) => owned.includes(item))
}

function resourcesCover(owned: readonly string[], wanted: readonly string[]): boolean {
  if (hasAll(owned, wanted)) return true
  return wanted.every((resource) => {
    if (owned.includes(resource)) return true
    const slash = resource.indexOf('/')
    return slash >= 0 && owned.includes(`*${resource.slice(slash)}`)
  })
}

function namesCover(owned: readonly string[], wanted: readonly string[]): boolean {
  if (owned.length === 0) return true
  return wanted.length > 0 && wanted.every((name) => owned.includes(name))
}

/** Rights on the same resource (and name) put together again, as sorted texts such as `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`. */
export function describeRights(rights: readonly PolicyRule[]): string[] {
  const merged = new Map<string, PolicyRule>()
  for (const right of rights) {
    const key = JSON.stringify([right.apiGroups, right.resources, right.resourceNames, right.nonResourceURLs && right])
    const present = merged.get(key)
    merged.set(key, present === undefined ? right : { ...present, verbs: [...present.verbs, ...right.verbs] })
  }
  return [...new Set([...merged.values()].map(ruleText))].sort()
}

function ruleText(rule: PolicyRule): string {
  const parts: [string, readonly string[] | undefined][] = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ]
  const shown = parts.filter(([, list]) => list !== undefined && list.length > 0)
  return `{${shown.map(([name, list]) => `${name}:${quotedList(list ?? [])}`).join(', ')}}`
}

/** Texts as Go's %q prints a slice: `["a" "b"]`. */
export function quotedList(list: readonly string[]): string {
  return `[${list.map((item) => goQuote(item)).join(' ')}]`
}
