import type { KubeObject } from '#kube'
import { isSet, listAt, mapAt, textAt, textsAt } from '../read.ts'
import { addressWarnings, rangeWarnings } from './address.ts'

const hintsKey = 'service.kubernetes.io/topology-aware-hints'

/** Sentences about fields of a service that are old or of no use (service util GetWarningsForService). */
export function serviceWarnings(object: KubeObject): readonly string[] {
  const spec = mapAt(object, 'spec')
  const external = textsAt(spec, 'externalIPs')
  const balancer = textAt(spec, 'loadBalancerIP')
  const isHeadless = textAt(spec, 'type') === 'ClusterIP' && textAt(spec, 'clusterIP') === 'None'
  const ranges = textsAt(spec, 'loadBalancerSourceRanges')
  return [
    ...(isSet(mapAt(object.metadata, 'annotations'), hintsKey)
      ? [`annotation ${hintsKey} is deprecated, please use service.kubernetes.io/topology-mode instead`]
      : []),
    ...textsAt(spec, 'clusterIPs').flatMap((address, at) => addressWarnings(address, `spec.clusterIPs[${at}]`)),
    ...(isHeadless ? headlessWarnings(object) : []),
    ...(external.length > 0 ? ['spec.externalIPs is deprecated'] : []),
    ...external.flatMap((address, at) => addressWarnings(address, `spec.externalIPs[${at}]`)),
    ...(balancer === '' ? [] : addressWarnings(balancer, 'spec.loadBalancerIP')),
    ...ranges.flatMap((range, at) => rangeWarnings(range, `spec.loadBalancerSourceRanges[${at}]`)),
    ...nameWarnings(object),
  ]
}

function headlessWarnings(object: KubeObject): string[] {
  const spec = mapAt(object, 'spec')
  return [
    ...(textAt(spec, 'loadBalancerIP') === '' ? [] : ['spec.loadBalancerIP is ignored for headless services']),
    ...(listAt(spec, 'externalIPs').length > 0 ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(textAt(spec, 'sessionAffinity') === 'None' ? [] : ['spec.SessionAffinity is ignored for headless services']),
  ]
}

function nameWarnings(object: KubeObject): string[] {
  const spec = mapAt(object, 'spec')
  const isAlias = textAt(spec, 'type') === 'ExternalName'
  const isClose = textAt(spec, 'trafficDistribution') === 'PreferClose'
  return [
    ...(isAlias && listAt(spec, 'externalIPs').length > 0
      ? ['spec.externalIPs is ignored when spec.type is "ExternalName"']
      : []),
    ...(!isAlias && textAt(spec, 'externalName') !== ''
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
    ...(isClose ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'] : []),
  ]
}
