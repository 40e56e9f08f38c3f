import { asMap, mapAt, mapsAt, textAt } from '#kinds'
import { findingsText, internalError, invalid, type Json, type JsonObject, type KubeObject, sameJson } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../../contract/admission.ts'
import type { Registry } from '../../contract/registry.ts'
import { forbid } from '../refuse.ts'
import type { CheckedPod } from './containers.ts'
import { violationsOf, violationsText } from './evaluate.ts'
import { existingPodWarnings } from './existing-pods.ts'
import {
  compareLevels,
  DEFAULT_POLICY,
  isSameLevel,
  type LevelVersion,
  levelText,
  type Policy,
  readPolicy,
} from './policy.ts'

/** Who is never looked at. */
export interface PodSecurityOptions {
  readonly defaults?: Policy
  readonly exemptNamespaces?: readonly string[]
  readonly exemptUsers?: readonly string[]
  readonly exemptRuntimeClasses?: readonly string[]
}

const ANNOTATION = 'pod-security.kubernetes.io/'

/** Path of the pod template in each kind that has one. */
const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ['/replicationcontrollers', ['spec', 'template']],
  ['/podtemplates', ['template']],
  ['apps/replicasets', ['spec', 'template']],
  ['apps/deployments', ['spec', 'template']],
  ['apps/statefulsets', ['spec', 'template']],
  ['apps/daemonsets', ['spec', 'template']],
  ['batch/jobs', ['spec', 'template']],
  ['batch/cronjobs', ['spec', 'jobTemplate', 'spec', 'template']],
])

const IGNORED: ReadonlySet<string> = new Set([
  'exec',
  'attach',
  'binding',
  'eviction',
  'log',
  'portforward',
  'proxy',
  'status',
])

/** The Pod Security Standards, as the labels of a namespace ask for them. Source: k8s.io/pod-security-admission. */
export function podSecurity(options: PodSecurityOptions = {}): AdmissionPlugin {
  return {
    name: 'PodSecurity',
    operations: ['CREATE', 'UPDATE'],
    validate: (request, registry) => {
      const { resource, subresource, object } = request
      if (object === undefined) return
      const place = `${resource.group}/${resource.resource}`
      if (place === '/namespaces' && subresource === '') return checkNamespace(request, object, { registry, options })
      if (place === '/pods' && !IGNORED.has(subresource)) return checkPod(request, object, { registry, options })
      const template = TEMPLATES.get(place)
      if (template !== undefined && subresource === '')
        checkTemplate(request, mapAt(object, ...template), { registry, options })
    },
  }
}

interface Means {
  readonly registry: Registry
  readonly options: PodSecurityOptions
}

function checkNamespace(request: AdmissionRequest, namespace: KubeObject, { registry, options }: Means): void {
  const next = readPolicy(namespace, options.defaults)
  const old = request.oldObject && readPolicy(request.oldObject, options.defaults)
  if (
    next.findings.length > 0 &&
    !sameJson(next.findings as unknown as Json, (old?.findings ?? []) as unknown as Json)
  ) {
    throw invalid({ group: '', kind: 'Namespace' }, request.name, next.findings)
  }
  if (old === undefined) return
  const [after, before] = [next.policy.enforce, old.policy.enforce]
  if (isSameLevel(after, before) || after.level === 'privileged') return
  if (after.minor === before.minor && compareLevels(after.level, before.level) < 1) return
  if (options.exemptNamespaces?.includes(namespace.metadata.name)) return
  for (const warning of existingPodWarnings(registry, namespace.metadata.name, after)) request.warn(warning)
}

function checkPod(request: AdmissionRequest, pod: KubeObject, means: Means): void {
  if (isExempt(request, means.options)) return
  const policy = policyOf(request, means)
  if (request.oldObject !== undefined && !isSignificant(pod, request.oldObject)) return
  evaluate(request, podOf(asMap(pod)), { ...means, policy, isEnforced: true })
}

function checkTemplate(request: AdmissionRequest, template: JsonObject, means: Means): void {
  if (Object.keys(template).length === 0 || isExempt(request, means.options)) return
  const policy = policyOf(request, means)
  evaluate(request, podOf(template), { ...means, policy, isEnforced: false })
}

function podOf(holder: JsonObject): CheckedPod {
  return { annotations: mapAt(holder, 'metadata', 'annotations'), spec: mapAt(holder, 'spec') }
}

function isExempt(request: AdmissionRequest, { exemptNamespaces = [], exemptUsers = [] }: PodSecurityOptions): boolean {
  const reason = exemptNamespaces.includes(request.namespace)
    ? 'namespace'
    : exemptUsers.includes(request.user.name)
      ? 'user'
      : ''
  if (reason !== '') request.annotate(`${ANNOTATION}exempt`, reason)
  return reason !== ''
}

function policyOf(request: AdmissionRequest, { registry, options }: Means): Policy {
  const kind = registry.kinds.find('', 'v1', 'namespaces')
  const namespace = kind && registry.read(kind, '', request.namespace)
  if (namespace === undefined) throw internalError(`failed to lookup namespace ${JSON.stringify(request.namespace)}`)
  const { policy, findings } = readPolicy(namespace, options.defaults ?? DEFAULT_POLICY)
  if (findings.length > 0) request.annotate(`${ANNOTATION}error`, `Failed to parse policy: ${findingsText(findings)}`)
  return policy
}

interface Evaluation extends Means {
  readonly policy: Policy
  readonly isEnforced: boolean
}

function evaluate(request: AdmissionRequest, pod: CheckedPod, { policy, options, isEnforced }: Evaluation): void {
  if (options.exemptRuntimeClasses?.includes(textAt(pod.spec, 'runtimeClassName'))) {
    return request.annotate(`${ANNOTATION}exempt`, 'runtimeClass')
  }
  const textOf = remembered(pod)
  if (isEnforced) {
    request.annotate(`${ANNOTATION}enforce-policy`, levelText(policy.enforce))
    const text = textOf(policy.enforce)
    if (text !== '') auditViolations(request, policy.audit, textOf(policy.audit))
    if (text !== '') throw forbid(request, `violates PodSecurity "${levelText(policy.enforce)}": ${text}`)
  }
  auditViolations(request, policy.audit, textOf(policy.audit))
  const warning = textOf(policy.warn)
  if (warning !== '') request.warn(`would violate PodSecurity "${levelText(policy.warn)}": ${warning}`)
}

/** Modes often share a level: each is looked at once. */
function remembered(pod: CheckedPod): (level: LevelVersion) => string {
  const texts = new Map<string, string>()
  return (level) => {
    const key = levelText(level)
    let text = texts.get(key)
    if (text === undefined) texts.set(key, (text = violationsText(violationsOf(pod, level))))
    return text
  }
}

function auditViolations(request: AdmissionRequest, level: LevelVersion, text: string): void {
  if (text === '') return
  request.annotate(`${ANNOTATION}audit-violations`, `would violate PodSecurity "${levelText(level)}": ${text}`)
}

/** Only what an update can change counts: images, and ephemeral containers that are new. */
function isSignificant(pod: KubeObject, old: KubeObject): boolean {
  const [after, before] = [mapAt(pod, 'spec'), mapAt(old, 'spec')]
  for (const list of ['containers', 'initContainers']) {
    const [now, then] = [mapsAt(after, list), mapsAt(before, list)]
    if (now.length !== then.length || now.some(({ image }, at) => image !== then[at]?.['image'])) return true
  }
  const known = new Map(mapsAt(before, 'ephemeralContainers').map(({ name, image }) => [name, image]))
  return mapsAt(after, 'ephemeralContainers').some(({ name, image }) => !known.has(name) || known.get(name) !== image)
}
