import { type KubeObject, valueAt } from '#kube'
import type { Registry } from '../../contract/registry.ts'
import { type AddressRange, addressRange } from './address-range.ts'

/** The range that the server was started with, and those of the ServiceCIDRs that are ready and stay. */
export function readyRanges(first: AddressRange, registry: Registry): readonly AddressRange[] {
  const kind = registry.kinds.find('networking.k8s.io', 'v1', 'servicecidrs')
  const cidrs = kind === undefined ? [] : registry.readAll(kind).filter(isReady).flatMap(cidrsOf)
  const more = [...new Set(cidrs)].filter((cidr) => cidr !== first.cidr)
  return [first, ...more.flatMap(rangeOf)]
}

function isReady(object: KubeObject): boolean {
  if (valueAt(object, 'metadata', 'deletionTimestamp') !== undefined) return false
  const conditions = valueAt(object, 'status', 'conditions')
  if (!Array.isArray(conditions)) return false
  return conditions.some((one) => valueAt(one, 'type') === 'Ready' && valueAt(one, 'status') === 'True')
}

function cidrsOf(object: KubeObject): readonly string[] {
  const cidrs = valueAt(object, 'spec', 'cidrs')
  return Array.isArray(cidrs) ? cidrs.filter((cidr) => typeof cidr === 'string') : []
}

/** None for what has no room, or is of another family. */
function rangeOf(cidr: string): readonly AddressRange[] {
  try {
    return [addressRange(cidr)]
  } catch (cause) {
    if (cause instanceof RangeError) return []
    throw cause
  }
}
