import { badRequest, goQuote } from '#kube'

/** A yes or no of a query, as Go's conversion reads it: there and neither `false` nor `0`. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name)
  return value !== null && value.toLowerCase() !== 'false' && value !== '0'
}

/** A whole number of a query; undefined where it is not there. Throws 400 in Go's words. */
export function readWhole(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name)
  if (value === null || value === '') return undefined
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`)
  const whole = Number(value)
  if (!Number.isSafeInteger(whole)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(value)}: value out of range`)
  return whole
}
