import {
  checkQualifiedName,
  compareQuantities,
  type JsonObject,
  parseQuantity,
  printQuantity,
  type Quantity,
} from '#kube'
import { addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { isSet, mapAt, scalarText } from '../read.ts'

/** Where a list of requirements stands. */
export interface ResourcesPlace {
  readonly field: string
  /** The list itself stands at `field`, not at `field.limits`. */
  readonly isOverhead?: boolean
}

/** Checks requests and limits (core ValidateResourceRequirements). */
export function checkResources(
  found: Findings,
  resources: JsonObject,
  { field, isOverhead = false }: ResourcesPlace,
): void {
  const [limits, requests] = [mapAt(resources, 'limits'), mapAt(resources, 'requests')]
  const limitField = isOverhead ? field : `${field}.limits`
  for (const [name, value] of Object.entries(limits))
    checkEntry(found, { name, value: scalarText(value), field: limitField })
  for (const [name, value] of Object.entries(requests)) {
    checkEntry(found, { name, value: scalarText(value), field: `${field}.requests` })
    checkBelowLimit(found, { name, value: scalarText(value), field: `${field}.requests` }, limits)
  }
}

/** Checks the name of a resource: one that everybody knows, or one with a domain in front. */
export function checkResourceName(found: Findings, name: string, field: string): void {
  const details = checkQualifiedName(name)
  addInvalid(found, field, name, ...details)
  if (details.length > 0 || name.includes('/')) return
  if (!isStandard(name)) {
    addInvalid(
      found,
      field,
      name,
      'must be a standard resource type or fully qualified',
      'must be a standard resource for containers',
    )
  }
}

/** Whether a resource is counted in whole numbers: those of other domains and huge pages. */
export function isWholeResource(name: string): boolean {
  return name.includes('/') && !name.startsWith('kubernetes.io/')
}

interface Entry {
  readonly name: string
  readonly value: string
  readonly field: string
}

const standard = ['cpu', 'memory', 'ephemeral-storage']

function isStandard(name: string): boolean {
  return standard.includes(name) || name.startsWith('hugepages-')
}

function checkEntry(found: Findings, { name, value, field }: Entry): void {
  checkResourceName(found, name, `${field}[${name}]`)
  const quantity = parseQuantity(value)
  if (quantity === undefined) return
  if (quantity.nanos < 0n) addInvalid(found, `${field}[${name}]`, value, 'must be greater than or equal to 0')
  if (isWholeResource(name) && quantity.nanos % 1_000_000_000n !== 0n) {
    addInvalid(found, `${field}[${name}]`, value, 'must be an integer')
  }
}

function checkBelowLimit(found: Findings, { name, value, field }: Entry, limits: JsonObject): void {
  const request = parseQuantity(value)
  if (request === undefined) return
  const limit: Quantity | undefined = isSet(limits, name) ? parseQuantity(scalarText(limits[name])) : undefined
  const isExact = isWholeResource(name) || name.startsWith('hugepages-')
  if (limit === undefined) {
    if (isExact)
      addRequired(found, field.replace(/requests$/, 'limits'), 'Limit must be set for non overcommitable resources')
    return
  }
  const order = compareQuantities(request, limit)
  if (isExact && order !== 0) {
    addInvalid(found, field, value, `must be equal to ${name} limit of ${printQuantity(limit)}`)
  } else if (order > 0) {
    addInvalid(found, field, value, `must be less than or equal to ${name} limit of ${printQuantity(limit)}`)
  }
}
