import { isMap, type KubeObject, textAt } from '#kube'
import type { FieldConflict } from './conflict.ts'
import { type FieldPolicy, type FieldPolicyRule, type FieldRule, parseFieldPolicy } from './policy.ts'

/** Annotation of an object with rules for its own fields. */
export const FIELD_POLICY = 'berth.dev/field-policy'

/** The rules for one object: the presets, then the release's, then those of its own annotation; a later one wins. */
export function rulesFor(object: KubeObject, policy: FieldPolicy): FieldPolicy {
  const annotations = object.metadata['annotations']
  const own = isMap(annotations) ? textAt(annotations, FIELD_POLICY) : ''
  const given = policy.filter(({ kind, name }) => isNamed(kind, object.kind) && isNamed(name, object.metadata.name))
  return [...given, ...parseFieldPolicy(own)]
}

function isNamed(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted.toLowerCase() === actual.toLowerCase()
}

/** What the rules say about a conflict; undefined where none speaks of it. */
export function ruleOf(conflict: FieldConflict, object: KubeObject, rules: FieldPolicy): FieldRule | undefined {
  return decidedRule(rules, conflict.path) ?? presetRule(conflict, object)
}

/** The last rule that speaks of a path. */
export function decidedRule(rules: FieldPolicy, path: string): FieldRule | undefined {
  return rules.findLast((rule) => covers(rule, path))?.rule
}

/** Whether a rule speaks of a path: the same, or one above it; `[*]` stands for any item. */
function covers({ path }: FieldPolicyRule, actual: string): boolean {
  const wanted = path.split('[*]')
  let at = 0
  for (const [index, part] of wanted.entries()) {
    if (!actual.startsWith(part, at)) return false
    at += part.length
    if (index === wanted.length - 1) break
    const item = /^\[(?:"(?:[^"\\]|\\.)*"|[^\]"])*\]/.exec(actual.slice(at))
    if (item === null) return false
    at += item[0].length
  }
  return at === actual.length || /[.[]/.test(actual[at] ?? '')
}

/**
 * What is left to others without being told: replicas that an autoscaler (or anybody through the scale subresource) set,
 * bundles that injectors of certificates write, and how strict a webhook is once its certificate is there.
 */
function presetRule(
  { path, subresource, owner }: FieldConflict,
  { kind, apiVersion }: KubeObject,
): FieldRule | undefined {
  const group = apiVersion.split('/')[0]
  if (path === '.spec.replicas' && subresource === 'scale') return 'leave'
  const isLeft = INJECTED.some(
    (row) => row.kind === kind && row.group === group && row.path.test(path) && row.by?.has(owner) !== false,
  )
  return isLeft ? 'leave' : undefined
}

/** Fields that injectors write; `by` names those that write it when not everybody's word counts. */
interface Injected {
  readonly group: string
  readonly kind: string
  readonly path: RegExp
  readonly by?: ReadonlySet<string>
}

const BUNDLE = /^\.webhooks\[.*\]\.clientConfig\.caBundle$/
const STRICTNESS = /^\.webhooks\[.*\]\.failurePolicy$/
/** kube-webhook-certgen (ingress-nginx, kube-prometheus-stack) and istiod turn `Ignore` into `Fail`. */
const ARMERS = new Set(['kube-webhook-certgen', 'pilot-discovery'])
const WEBHOOKS = { group: 'admissionregistration.k8s.io' }
const INJECTED: readonly Injected[] = [
  { ...WEBHOOKS, kind: 'MutatingWebhookConfiguration', path: BUNDLE },
  { ...WEBHOOKS, kind: 'MutatingWebhookConfiguration', path: STRICTNESS, by: ARMERS },
  { ...WEBHOOKS, kind: 'ValidatingWebhookConfiguration', path: BUNDLE },
  { ...WEBHOOKS, kind: 'ValidatingWebhookConfiguration', path: STRICTNESS, by: ARMERS },
  { group: 'apiregistration.k8s.io', kind: 'APIService', path: /^\.spec\.caBundle$/ },
  {
    group: 'apiextensions.k8s.io',
    kind: 'CustomResourceDefinition',
    path: /^\.spec\.conversion\.webhook\.clientConfig\.caBundle$/,
  },
]
