import { mapAt, mapsAt, textAt } from '#kinds'
import { compileSelector, everyLabel, type LabelSelector, labelSelectorOfMap } from '#kube'
import { selectorOf } from '../pod/term.ts'
import type { Cycle } from './plugin.ts'

/**
 * Selects the pods of the services and of the workload that a pod belongs to; everything when it belongs to none. Source:
 * scheduler plugins helper DefaultSelector.
 */
export function defaultSelector({ pod, listed }: Cycle): LabelSelector {
  const services = listed
    .services(pod.namespace)
    .map((service) => mapAt(service, 'spec')['selector'])
    .filter((selector) => selector !== undefined && selector !== null)
    .map(labelSelectorOfMap)
    .filter((selector) => selector.matches(pod.labels))
  const owner = mapsAt(pod.object.metadata, 'ownerReferences').find(({ controller }) => controller === true)
  const kind = owner === undefined ? '' : textAt(owner, 'kind')
  const isKnown = owner !== undefined && WORKLOADS[kind] === owner['apiVersion']
  const workload = isKnown ? listed.workload(kind, pod.namespace, textAt(owner, 'name')) : undefined
  const written = mapAt(workload, 'spec')['selector']
  const own =
    workload === undefined
      ? everyLabel
      : kind === 'ReplicationController'
        ? labelSelectorOfMap(written)
        : selectorOf(written)
  const all = [...services, own].flatMap(({ requirements }) => requirements)
  return compileSelector([...new Map(all.map((one) => [JSON.stringify(one), one])).values()])
}

const WORKLOADS: Readonly<Record<string, string>> = {
  ReplicationController: 'v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
}
