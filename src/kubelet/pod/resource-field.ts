import { mapAt, mapsAt, textAt } from '#kinds'
import {
  type JsonObject,
  type KubeObject,
  milliValueOf,
  parseQuantity,
  type Quantity,
  quantityOf,
  quantityValueOf,
} from '#kube'

/** Whose resources are meant. */
export interface ResourcePlace {
  readonly pod: KubeObject
  /** The container that asks; a reference may name another of its pod. */
  readonly container: JsonObject
  /** What the node has for pods, by resource: a limit that is not set is that. */
  readonly allocatable: JsonObject
}

const DEFAULTED: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])

/**
 * The amount behind a `resourceFieldRef` as a whole number of its divisor, rounded up: `limits.cpu` of `250m` is `1`. Empty
 * for a container that is not there. Source: kubernetes pkg/api/v1/resource `ExtractContainerResourceValue`.
 */
export function resourceFieldValue(reference: JsonObject, place: ResourcePlace): string {
  const container = containerOf(textAt(reference, 'containerName'), place)
  if (container === undefined) return ''
  const [list = '', ...words] = textAt(reference, 'resource').split('.')
  const resource = words.join('.')
  const own = quantityAt(mapAt(container, 'resources', list), resource)
  const isDefaulted = list === 'limits' && DEFAULTED.has(resource) && (own === undefined || own.nanos === 0n)
  const amount = (isDefaulted ? quantityAt(place.allocatable, resource) : undefined) ?? own
  if (amount === undefined) return '0'
  const divisor = quantityAt(reference, 'divisor')
  return String(dividedUp(amount, divisor === undefined || divisor.nanos === 0n ? ONE : divisor, resource === 'cpu'))
}

const ONE = quantityOf(1)

function containerOf(name: string, { pod, container }: ResourcePlace): JsonObject | undefined {
  if (name === '') return container
  const spec = mapAt(pod, 'spec')
  const all = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  return all.find((one) => textAt(one, 'name') === name)
}

function quantityAt(list: JsonObject, name: string): Quantity | undefined {
  const value = Object.hasOwn(list, name) ? list[name] : undefined
  return typeof value === 'string' || typeof value === 'number' ? parseQuantity(String(value)) : undefined
}

function dividedUp(amount: Quantity, divisor: Quantity, isMilli: boolean): bigint {
  const unitsOf = isMilli ? milliValueOf : quantityValueOf
  return (unitsOf(amount) + unitsOf(divisor) - 1n) / unitsOf(divisor)
}
