import { listAt, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject } from '#kube'
import { namespaceOf, uidOf } from './identity.ts'
import type { Role } from './record.ts'

/** A container of a pod's spec with its role. */
export interface SpecContainer {
  readonly name: string
  readonly role: Role
  readonly spec: JsonObject
}

/** Every container of a pod in the order they are in its spec: init containers first, ephemeral ones last. */
export function containersOf(pod: KubeObject): readonly SpecContainer[] {
  const spec = mapAt(pod, 'spec')
  const of = (list: string, roleOf: (container: JsonObject) => Role): SpecContainer[] =>
    mapsAt(spec, list).map((container) => ({
      name: textAt(container, 'name'),
      role: roleOf(container),
      spec: container,
    }))
  return [
    ...of('initContainers', (one) => (textAt(one, 'restartPolicy') === 'Always' ? 'sidecar' : 'init')),
    ...of('containers', () => 'main'),
    ...of('ephemeralContainers', () => 'ephemeral'),
  ]
}

/** `Always`, `OnFailure` or `Never`. */
export function restartPolicyOf(pod: KubeObject): string {
  return textAt(mapAt(pod, 'spec'), 'restartPolicy') || 'Always'
}

/** Whether the API has the pod as ended. */
export function isOver(pod: KubeObject): boolean {
  const phase = textAt(mapAt(pod, 'status'), 'phase')
  return phase === 'Succeeded' || phase === 'Failed'
}

/** How the kubelet names a pod in texts: `NAME_NAMESPACE(UID)`. */
export function podText(pod: KubeObject): string {
  const { name } = pod.metadata
  return `${name}_${namespaceOf(pod)}(${uidOf(pod)})`
}

/** The seconds that the containers of a pod have to end. */
export function graceSeconds(pod: KubeObject): number {
  return (
    numberAt(pod.metadata as unknown as JsonObject, 'deletionGracePeriodSeconds') ??
    numberAt(mapAt(pod, 'spec'), 'terminationGracePeriodSeconds') ??
    DEFAULT_GRACE_SECONDS
  )
}

const DEFAULT_GRACE_SECONDS = 30

/**
 * Whether a container that ended with this code is to run again: by its own rules, by its own policy, by the pod's policy.
 * Source: kubernetes podutil `ContainerShouldRestart`.
 */
export function restartsAfter(container: SpecContainer, pod: KubeObject, exitCode: number): boolean {
  if (container.role === 'ephemeral') return false
  const rules = mapsAt(container.spec, 'restartPolicyRules')
  if (rules.some((rule) => textAt(rule, 'action') === 'Restart' && hasExitCode(rule, exitCode))) return true
  const own = textAt(container.spec, 'restartPolicy')
  const policy = own === '' ? restartPolicyOf(pod) : own
  // an init container that did well has done its work
  if (container.role === 'init' && exitCode === 0) return false
  if (container.role === 'init' && own === '') return policy !== 'Never'
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
}

/** Whether a container may run again whatever its pod's policy says. */
export function hasOwnRestart({ spec }: SpecContainer): boolean {
  return textAt(spec, 'restartPolicy') !== '' || mapsAt(spec, 'restartPolicyRules').length > 0
}

function hasExitCode(rule: JsonObject, exitCode: number): boolean {
  const { exitCodes } = rule
  if (exitCodes === undefined || exitCodes === null) return false
  const codes = mapAt(rule, 'exitCodes')
  const isListed = listAt(codes, 'values').includes(exitCode)
  return textAt(codes, 'operator') === 'NotIn' ? !isListed : isListed
}
