import { type JsonObject, parseQuantity } from '#kube'
import { isSet, mapAt, mapsAt, scalarText } from '../read.ts'

/** Quality-of-service class of a pod: `Guaranteed`, `Burstable` or `BestEffort` (core qos.ComputePodQOS). */
export function qualityOf(spec: JsonObject): string {
  const holders = isSet(spec, 'resources') ? [spec] : [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  const each = holders.map((holder) => mapAt(holder, 'resources'))
  const asks = each.some((resources) => amounts(resources, 'requests').size + amounts(resources, 'limits').size > 0)
  if (!asks) return 'BestEffort'
  return each.every(isGuaranteed) ? 'Guaranteed' : 'Burstable'
}

function isGuaranteed(resources: JsonObject): boolean {
  const [limits, requests] = [amounts(resources, 'limits'), amounts(resources, 'requests')]
  return counted.every((name) => limits.has(name) && (requests.get(name) ?? limits.get(name)) === limits.get(name))
}

const counted = ['cpu', 'memory'] as const

function amounts(resources: JsonObject, field: string): ReadonlyMap<string, bigint> {
  const list = mapAt(resources, field)
  const found = counted.map((name) => [name, parseQuantity(scalarText(list[name]))?.nanos ?? 0n] as const)
  return new Map(found.filter(([, nanos]) => nanos > 0n))
}
