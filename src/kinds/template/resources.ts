import {
  checkQualifiedName,
  compareQuantities,
  type JsonObject,
  parseQuantity,
  printQuantity,
  type Quantity,
} from '#kube'
import { add, addDuplicate, addForbidden, addInvalid, addRequired, type Findings } from '../check/finding.ts'
import { isSet, mapAt, mapsAt, scalarText, textAt } from '../read.ts'

/** Where a list of requirements stands. */
export interface ResourcesPlace {
  readonly field: string
  /** Names of the claims that the pod has. */
  readonly claims?: readonly string[]
  /** What is wrong with the name of a resource; as of a container unless told. */
  readonly checkName?: (found: Findings, name: string, field: string) => void
}

/** Checks requests and limits (core ValidateResourceRequirements). */
export function checkResources(
  found: Findings,
  resources: JsonObject,
  { field, claims = [], checkName = checkResourceName }: ResourcesPlace,
): void {
  const [limits, requests] = [mapAt(resources, 'limits'), mapAt(resources, 'requests')]
  for (const [name, value] of Object.entries(limits)) {
    checkName(found, name, `${field}.limits[${name}]`)
    checkAmount(found, { name, value: scalarText(value), field: `${field}.limits` })
  }
  for (const [name, value] of Object.entries(requests)) {
    checkName(found, name, `${field}.requests[${name}]`)
    checkAmount(found, { name, value: scalarText(value), field: `${field}.requests` })
    checkBelowLimit(found, { name, value: scalarText(value), field: `${field}.requests` }, limits)
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePage) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    addForbidden(found, field, 'HugePages require cpu or memory')
  }
  checkClaims(found, mapsAt(resources, 'claims'), { field: `${field}.claims`, known: claims })
}

/** Names of the resource claims that a pod has. */
export function claimNames(spec: JsonObject): readonly string[] {
  return mapsAt(spec, 'resourceClaims')
    .map((claim) => textAt(claim, 'name'))
    .filter((name) => name !== '')
}

function checkClaims(
  found: Findings,
  claims: readonly JsonObject[],
  { field, known }: { readonly field: string; readonly known: readonly string[] },
): void {
  const seen = new Set<string>()
  for (const [at, claim] of claims.entries()) {
    const name = textAt(claim, 'name')
    const key = `${name}/${textAt(claim, 'request')}`
    if (name === '') {
      addRequired(found, `${field}[${at}]`)
      continue
    }
    if (seen.has(key)) addDuplicate(found, `${field}[${at}]`, name)
    seen.add(key)
    if (known.includes(name)) continue
    const list = known.length === 0 ? ' which is empty' : `: ${known.toSorted().join(', ')}`
    const detail = `must be one of the names in pod.spec.resourceClaims${list}`
    add(found, { field: `${field}[${at}]`, type: 'not-found', value: name, detail })
  }
}

function isHugePage(name: string): boolean {
  return name.startsWith('hugepages-')
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

const unit = 1_000_000_000n

function checkAmount(found: Findings, { name, value, field }: Entry): void {
  const quantity = parseQuantity(value)
  if (quantity === undefined) return
  if (quantity.nanos < 0n) addInvalid(found, `${field}[${name}]`, value, 'must be greater than or equal to 0')
  if (isWholeResource(name) && quantity.nanos % unit !== 0n) {
    addInvalid(found, `${field}[${name}]`, value, 'must be an integer')
  }
  if (!isHugePage(name)) return
  const page = parseQuantity(name.slice('hugepages-'.length))?.nanos ?? 0n
  if (page <= 0n || quantity.nanos % page !== 0n) {
    addInvalid(found, `${field}[${name}]`, value, `${value} is not positive integer multiple of ${name}`)
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
