import { asMap, isTrue, mapsAt, textAt, textsAt } from '#kinds'
import type { JsonObject } from '#kube'
import { loadObject } from '#yaml'
import { resourceMatches, urlMatches } from '../authz/rule.ts'
import type { RequestInfo } from '../contract/http.ts'
import type { User } from '../contract/user.ts'

/** How much of a request is written down. */
export type AuditLevel = 'None' | 'Metadata' | 'Request' | 'RequestResponse'

/** When. */
export type AuditStage = 'RequestReceived' | 'ResponseStarted' | 'ResponseComplete' | 'Panic'

/** What is to be done about one request. */
export interface AuditRule {
  readonly level: AuditLevel
  readonly omitStages: ReadonlySet<string>
  readonly omitManagedFields: boolean
}

/** A policy: the first rule that matches decides; no rule means none. */
export interface AuditPolicy {
  ruleFor(request: { readonly user: User; readonly info: RequestInfo; readonly path: string }): AuditRule
}

/** What a policy file can have wrong. */
export class AuditPolicyError extends Error {
  readonly code = 'audit-policy'
}

const LEVELS: ReadonlySet<string> = new Set(['None', 'Metadata', 'Request', 'RequestResponse'])
const STAGES: ReadonlySet<string> = new Set(['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'])
const NOTHING: AuditRule = { level: 'None', omitStages: new Set(), omitManagedFields: false }

/** Reads a policy file (audit.k8s.io/v1 Policy, YAML or JSON). Throws AuditPolicyError, or YamlError. */
export function readAuditPolicy(text: string, file: string): AuditPolicy {
  const policy = asMap(loadObject<JsonObject>(text, { file }))
  if (policy['apiVersion'] !== 'audit.k8s.io/v1' || policy['kind'] !== 'Policy') {
    throw new AuditPolicyError(
      `${file} - ${textAt(policy, 'apiVersion')} ${textAt(policy, 'kind')} - expected audit.k8s.io/v1 Policy`,
    )
  }
  const rules = mapsAt(policy, 'rules')
  if (rules.length === 0) throw new AuditPolicyError(`${file} - rules - expected at least one`)
  const compiled = rules.map((rule, at) => compileRule(rule, policy, `${file} - rules[${at}]`))
  return {
    ruleFor: (request) => compiled.find(({ matches }) => matches(request))?.rule ?? NOTHING,
  }
}

interface CompiledRule {
  readonly rule: AuditRule
  matches(request: Parameters<AuditPolicy['ruleFor']>[0]): boolean
}

function compileRule(rule: JsonObject, policy: JsonObject, where: string): CompiledRule {
  const level = textAt(rule, 'level')
  if (!LEVELS.has(level))
    throw new AuditPolicyError(`${where}.level - "${level}" - expected None, Metadata, Request or RequestResponse`)
  const stages = [...textsAt(policy, 'omitStages'), ...textsAt(rule, 'omitStages')]
  const odd = stages.find((stage) => !STAGES.has(stage))
  if (odd !== undefined) throw new AuditPolicyError(`${where}.omitStages - "${odd}" - expected a stage`)
  const omitManagedFields =
    typeof rule['omitManagedFields'] === 'boolean' ? rule['omitManagedFields'] : isTrue(policy, 'omitManagedFields')
  const [users, userGroups, verbs] = ['users', 'userGroups', 'verbs'].map((key) => textsAt(rule, key))
  const [resources, namespaces, urls] = [
    mapsAt(rule, 'resources'),
    textsAt(rule, 'namespaces'),
    textsAt(rule, 'nonResourceURLs'),
  ]
  return {
    rule: { level: level as AuditLevel, omitStages: new Set(stages), omitManagedFields },
    matches: ({ user, info, path }) => {
      if (users?.length && !users.includes(user.name)) return false
      if (userGroups?.length && !userGroups.some((group) => user.groups.includes(group))) return false
      if (verbs?.length && !verbs.includes(info.verb)) return false
      if (resources.length === 0 && namespaces.length === 0 && urls.length === 0) return true
      return info.isResource ? placeMatches(info, resources, namespaces) : urls.some((url) => urlMatches(url, path))
    },
  }
}

function placeMatches(info: RequestInfo, resources: readonly JsonObject[], namespaces: readonly string[]): boolean {
  // A rule on paths alone is about no resource.
  if (resources.length === 0 && namespaces.length === 0) return false
  if (namespaces.length > 0 && !namespaces.includes(info.namespace)) return false
  if (resources.length === 0) return true
  return resources.some((one) => {
    if (textAt(one, 'group') !== info.group) return false
    const names = textsAt(one, 'resourceNames')
    if (names.length > 0 && !names.includes(info.name)) return false
    const plurals = textsAt(one, 'resources')
    return plurals.length === 0 || resourceListed(plurals, info)
  })
}

/** As in roles, and `pods/*` for every subresource. */
function resourceListed(plurals: readonly string[], { resource, subresource }: RequestInfo): boolean {
  return resourceMatches(plurals, resource, subresource) || (subresource !== '' && plurals.includes(`${resource}/*`))
}
