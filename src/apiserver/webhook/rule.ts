import { type GroupVersionResource, type Json, type JsonObject, valueAt } from '#kube'
import type { AdmissionRequest, Operation } from '../contract/admission.ts'

/** Which requests a webhook or policy asks for (admissionregistration/v1 RuleWithOperations). */
export interface Rule {
  readonly operations: readonly string[]
  readonly apiGroups: readonly string[]
  readonly apiVersions: readonly string[]
  readonly resources: readonly string[]
  readonly scope: string
  /** Policies only; empty: every name. */
  readonly resourceNames: readonly string[]
}

/** What rules look at. */
export interface RuleSubject {
  readonly operation: Operation
  readonly resource: GroupVersionResource
  readonly subresource: string
  readonly namespace: string
  readonly name: string
}

/** Reads the rules of a list. */
export function readRules(list: Json | undefined): readonly Rule[] {
  return Array.isArray(list) ? list.map((rule) => readRule(rule as JsonObject)) : []
}

/** Whether a rule asks for a request (webhook predicates rules.Matcher). */
export function matchesRule(rule: Rule, subject: RuleSubject): boolean {
  const { operation, resource } = subject
  return (
    inScope(rule.scope, subject) &&
    has(rule.operations, operation) &&
    has(rule.apiGroups, resource.group) &&
    has(rule.apiVersions, resource.version) &&
    rule.resources.some((pattern) => matchesResource(pattern, subject)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(subject.name))
  )
}

/** The subject of a request. A namespace is in itself. */
export function subjectOf(request: AdmissionRequest): RuleSubject {
  const { operation, resource, subresource, name } = request
  return { operation, resource, subresource, namespace: namespaceOf(request), name }
}

/** The namespace that a request is about: for a namespace that is itself. */
export function namespaceOf({ resource, namespace, name }: AdmissionRequest): string {
  return isNamespaces(resource) ? name : namespace
}

/** True for what configures admission: no webhook and no policy is asked about it. */
export function isExempt({ gvk }: AdmissionRequest): boolean {
  return gvk.group === 'admissionregistration.k8s.io' && exemptKinds.has(gvk.kind)
}

const exemptKinds: ReadonlySet<string> = new Set([
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
])

function readRule(rule: JsonObject): Rule {
  const scope = valueAt(rule, 'scope')
  return {
    operations: textsAt(rule, 'operations'),
    apiGroups: textsAt(rule, 'apiGroups'),
    apiVersions: textsAt(rule, 'apiVersions'),
    resources: textsAt(rule, 'resources'),
    resourceNames: textsAt(rule, 'resourceNames'),
    scope: typeof scope === 'string' ? scope : '*',
  }
}

function textsAt(rule: JsonObject, field: string): readonly string[] {
  const list = valueAt(rule, field)
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : []
}

function has(items: readonly string[], wanted: string): boolean {
  return items.includes('*') || items.includes(wanted)
}

function inScope(scope: string, { resource, namespace }: RuleSubject): boolean {
  if (scope === '*') return true
  const isNamespaced = !isNamespaces(resource) && namespace !== ''
  return scope === 'Namespaced' ? isNamespaced : scope === 'Cluster' && !isNamespaced
}

function isNamespaces({ group, resource }: GroupVersionResource): boolean {
  return group === '' && resource === 'namespaces'
}

function matchesResource(pattern: string, { resource, subresource }: RuleSubject): boolean {
  const slash = pattern.indexOf('/')
  const [name, below] = slash < 0 ? [pattern, ''] : [pattern.slice(0, slash), pattern.slice(slash + 1)]
  return (name === '*' || name === resource.resource) && (below === '*' || below === subresource)
}
