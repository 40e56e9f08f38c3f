import type { KubeObject } from '#kube'
import { mapAt, mapsAt, textAt, textsAt } from '../read.ts'
import { addressWarnings, rangeWarnings } from './address.ts'

const managerKey = 'endpoints.kubernetes.io/managed-by'

/** Sentences about addresses of endpoints that nobody's controller wrote. */
export function endpointsWarnings(object: KubeObject): readonly string[] {
  if (textAt(mapAt(object.metadata, 'labels'), managerKey) === 'endpoint-controller') return []
  return mapsAt(object, 'subsets').flatMap((subset, at) =>
    ['addresses', 'notReadyAddresses'].flatMap((list) =>
      mapsAt(subset, list).flatMap((address, index) =>
        addressWarnings(textAt(address, 'ip'), `subsets[${at}].${list}[${index}].ip`),
      ),
    ),
  )
}

/** Sentences about the addresses of a slice. */
export function sliceWarnings(object: KubeObject): readonly string[] {
  if (textAt(object, 'addressType') === 'FQDN') return []
  return mapsAt(object, 'endpoints').flatMap((endpoint, at) =>
    textsAt(endpoint, 'addresses').flatMap((address, index) =>
      addressWarnings(address, `endpoints[${at}].addresses[${index}]`),
    ),
  )
}

/** Sentences about the ranges of a network policy. */
export function networkPolicyWarnings(object: KubeObject): readonly string[] {
  const spec = mapAt(object, 'spec')
  return (['ingress.from', 'egress.to'] as const).flatMap((path) => {
    const [direction, peers] = path.split('.') as [string, string]
    return mapsAt(spec, direction).flatMap((rule, at) =>
      mapsAt(rule, peers).flatMap((peer, index) => {
        const [block, field] = [mapAt(peer, 'ipBlock'), `spec.${direction}[${at}].${peers}[${index}].ipBlock`]
        return [
          ...rangeWarnings(textAt(block, 'cidr'), `${field}.cidr`),
          ...textsAt(block, 'except').flatMap((range, place) => rangeWarnings(range, `${field}.except[${place}]`)),
        ]
      }),
    )
  })
}
