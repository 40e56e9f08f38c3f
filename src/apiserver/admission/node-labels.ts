import { asMap } from '#kinds'
import type { KubeObject } from '#kube'

/** Labels of Kubernetes that a kubelet may give its own node. */
const ALLOWED: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'node.kubernetes.io/instance-type',
  'node.kubernetes.io/windows-build',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
])

const ALLOWED_DOMAINS = ['kubelet.kubernetes.io', 'node.kubernetes.io'] as const

/** Labels in domains of Kubernetes that a change of a node sets, alters or takes away and a kubelet may not, sorted. */
export function forbiddenNodeLabels(old: KubeObject | undefined, node: KubeObject): readonly string[] {
  const [before, after] = [asMap(old?.metadata['labels']), asMap(node.metadata['labels'])]
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => before[key] !== after[key],
  )
  return changed.filter(isForbidden).sort()
}

function isForbidden(label: string): boolean {
  const slash = label.indexOf('/')
  const domain = slash < 0 ? '' : label.slice(0, slash)
  if (isIn(domain, 'node-restriction.kubernetes.io')) return true
  if (!isIn(domain, 'kubernetes.io') && !isIn(domain, 'k8s.io')) return false
  return !ALLOWED.has(label) && !ALLOWED_DOMAINS.some((allowed) => isIn(domain, allowed))
}

function isIn(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`)
}
