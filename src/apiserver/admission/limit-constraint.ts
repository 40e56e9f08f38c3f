import { mapAt, textAt } from '#kinds'
import { compareQuantities, type JsonObject, printQuantity, type Quantity } from '#kube'
import { type ResourceAmounts, readAmounts } from './resource-amounts.ts'

/** What is checked against a limit. */
export interface Observed {
  readonly requests: ResourceAmounts
  readonly limits: ResourceAmounts
}

/** How far an object is beyond one row of a LimitRange, in upstream's words. Claims have requests alone. */
export function limitProblems(limit: JsonObject, observed: Observed, { isClaim = false } = {}): string[] {
  const type = textAt(limit, 'type')
  const check = (part: string, constraint: Constraint): string[] =>
    [...readAmounts(mapAt(limit, part))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, enforced]) =>
        constraint({ type, name, enforced }, observed.requests.get(name), observed.limits.get(name)),
      )
      .filter((problem) => problem !== undefined)
  if (isClaim) return [...check('min', minimum), ...check('max', maximumRequest)]
  return [...check('min', minimum), ...check('max', maximum), ...check('maxLimitRequestRatio', ratio)]
}

interface Row {
  readonly type: string
  readonly name: string
  readonly enforced: Quantity
}

type Constraint = (row: Row, request: Quantity | undefined, limit: Quantity | undefined) => string | undefined

const minimum: Constraint = ({ type, name, enforced }, request, limit) => {
  const head = `minimum ${name} usage per ${type} is ${printQuantity(enforced)}`
  if (request === undefined) return `${head}.  No request is specified`
  if (compareQuantities(request, enforced) < 0) return `${head}, but request is ${printQuantity(request)}`
  if (limit !== undefined && compareQuantities(limit, enforced) < 0)
    return `${head}, but limit is ${printQuantity(limit)}`
  return undefined
}

const maximumRequest: Constraint = ({ type, name, enforced }, request) => {
  const head = `maximum ${name} usage per ${type} is ${printQuantity(enforced)}`
  if (request === undefined) return `${head}.  No request is specified`
  return compareQuantities(request, enforced) > 0 ? `${head}, but request is ${printQuantity(request)}` : undefined
}

const maximum: Constraint = ({ type, name, enforced }, request, limit) => {
  const head = `maximum ${name} usage per ${type} is ${printQuantity(enforced)}`
  if (limit === undefined) return `${head}.  No limit is specified`
  if (compareQuantities(limit, enforced) > 0) return `${head}, but limit is ${printQuantity(limit)}`
  if (request !== undefined && compareQuantities(request, enforced) > 0)
    return `${head}, but request is ${printQuantity(request)}`
  return undefined
}

const ratio: Constraint = ({ type, name, enforced }, request, limit) => {
  const head = `${name} max limit to request ratio per ${type} is ${printQuantity(enforced)}`
  if (request === undefined || request.nanos === 0n) return `${head}, but no request is specified or request is 0`
  if (limit === undefined || limit.nanos === 0n) return `${head}, but no limit is specified or limit is 0`
  const observed = Number(limit.nanos) / Number(request.nanos)
  return observed * 1e9 > Number(enforced.nanos) ? `${head}, but provided ratio is ${observed.toFixed(6)}` : undefined
}
