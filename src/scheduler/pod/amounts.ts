import { asMap } from '#kinds'
import { type Json, type JsonObject, milliValueOf, parseQuantity, quantityValueOf } from '#kube'

/** Amounts by the name of their resource: `cpu` in thousandths, all others in whole units. */
export type Amounts = ReadonlyMap<string, number>

/** Nothing. */
export const noAmounts: Amounts = new Map()

/** The amounts of a resource list; what is no quantity is left out. */
export function readAmounts(list: Json | undefined): Amounts {
  const map = asMap(list)
  const names = Object.keys(map)
  if (names.length === 0) return noAmounts
  const amounts = new Map<string, number>()
  for (const name of names) {
    const amount = readAmount(name, map)
    if (amount !== undefined) amounts.set(name, amount)
  }
  return amounts
}

/** Adds one list to another, which it changes; `sign` -1 takes it away. */
export function addAmounts(sum: Map<string, number>, amounts: Amounts, sign = 1): void {
  for (const [name, amount] of amounts) sum.set(name, (sum.get(name) ?? 0) + sign * amount)
}

/** Raises a list, which it changes, to what another has more of. */
export function raiseAmounts(most: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const present = most.get(name)
    if (present === undefined || amount > present) most.set(name, amount)
  }
}

/**
 * Whether a resource is counted at all beside cpu, memory, ephemeral-storage and pods: extended ones, huge pages, and
 * those of `kubernetes.io/` and `attachable-volumes-`. Source: scheduler util IsScalarResourceName.
 */
export function isScalar(name: string): boolean {
  return name.includes('/') ? !name.startsWith('requests.') : /^(?:hugepages-|attachable-volumes-)/.test(name)
}

/** Whether a resource is named by somebody else than Kubernetes: `example.com/gpu`. */
export function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.')
}

/** Texts of amounts repeat: so many are remembered. */
const MAX_REMEMBERED = 4096
const remembered = new Map<string, number | undefined>()

function readAmount(name: string, map: JsonObject): number | undefined {
  const value = map[name]
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const isMillis = name === 'cpu'
  const key = isMillis ? `m${value}` : `u${value}`
  if (remembered.has(key)) return remembered.get(key)
  const quantity = parseQuantity(String(value))
  const amount = quantity && Number(isMillis ? milliValueOf(quantity) : quantityValueOf(quantity))
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(key, amount)
  return amount
}
