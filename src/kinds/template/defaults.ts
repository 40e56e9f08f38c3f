import type { JsonObject } from '#kube'
import { canonizeResources } from '../check/quantity.ts'
import { isSet, isTrue, makeMap, mapAt, mapsAt, textAt } from '../read.ts'
import { defaultContainer } from './container-defaults.ts'
import { defaultVolumes } from './volume-defaults.ts'

/** Fills in what a pod template leaves out (mutates). */
export function defaultTemplate(template: JsonObject): void {
  makeMap(template, 'metadata')
  defaultPodSpec(makeMap(template, 'spec'))
}

/** Fills in what the spec of a pod leaves out (mutates; core SetDefaults_PodSpec and those of its parts). */
export function defaultPodSpec(spec: JsonObject): void {
  spec['dnsPolicy'] ??= 'ClusterFirst'
  spec['restartPolicy'] ??= 'Always'
  spec['terminationGracePeriodSeconds'] ??= 30
  spec['schedulerName'] ??= 'default-scheduler'
  makeMap(spec, 'securityContext')
  nameAccount(spec)
  for (const container of containersOf(spec)) defaultContainer(container)
  if (isTrue(spec, 'hostNetwork')) for (const container of containersOf(spec)) sharePorts(container)
  defaultVolumes(mapsAt(spec, 'volumes'))
  canonizeResources(spec['overhead'])
  canonizeResources(mapAt(spec, 'resources')['limits'])
  canonizeResources(mapAt(spec, 'resources')['requests'])
}

/** Containers of every sort in a pod spec. */
export function containersOf(spec: JsonObject): readonly JsonObject[] {
  return [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers'), ...mapsAt(spec, 'ephemeralContainers')]
}

/** `serviceAccount` is the old name of `serviceAccountName`: both are always the same. */
function nameAccount(spec: JsonObject): void {
  const name = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount')
  if (name === '') return
  spec['serviceAccountName'] = name
  spec['serviceAccount'] = name
}

/** In the network of the node, a port of a container is a port of the node. */
function sharePorts(container: JsonObject): void {
  for (const port of mapsAt(container, 'ports')) {
    if (!isSet(port, 'hostPort') || port['hostPort'] === 0) port['hostPort'] = port['containerPort'] ?? 0
  }
}
