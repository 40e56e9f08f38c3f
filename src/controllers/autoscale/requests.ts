import { mapAt, mapsAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { milliOf } from './amount.ts'

/**
 * What each pod requests of a resource, in thousandths by its name: of one container where one is named, else of all that
 * run for as long as the pod does, or of the pod as a whole where it says so. Throws Error.
 */
export function requestsOf(
  pods: readonly KubeObject[],
  resource: string,
  container: string,
): ReadonlyMap<string, number> {
  return new Map(
    pods.map((pod) => [pod.metadata.name, container === '' ? ofPod(pod, resource) : ofOne(pod, resource, container)]),
  )
}

function ofPod(pod: KubeObject, resource: string): number {
  const whole = requestIn(mapAt(pod, 'spec'), resource)
  if (whole !== undefined) return whole
  return lasting(pod).reduce((sum, container) => sum + needed(pod, container, resource), 0)
}

function ofOne(pod: KubeObject, resource: string, name: string): number {
  const container = lasting(pod).find((one) => one['name'] === name)
  if (container === undefined) throw new Error(`container ${name} not found in Pod ${pod.metadata.name}`)
  return needed(pod, container, resource)
}

/** Containers, and init containers that go on beside them. */
function lasting(pod: KubeObject): readonly JsonObject[] {
  const spec = mapAt(pod, 'spec')
  return [
    ...mapsAt(spec, 'containers'),
    ...mapsAt(spec, 'initContainers').filter((container) => container['restartPolicy'] === 'Always'),
  ]
}

function needed(pod: KubeObject, container: JsonObject, resource: string): number {
  const request = requestIn(container, resource)
  if (request !== undefined) return request
  throw new Error(
    `missing request for ${resource} in container ${textAt(container, 'name')} of Pod ${pod.metadata.name}`,
  )
}

function requestIn(holder: JsonObject, resource: string): number | undefined {
  return milliOf(mapAt(holder, 'resources', 'requests')[resource])
}
