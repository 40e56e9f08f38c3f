import { checkPercent, type Json } from '#kube'
import { addInvalid, type Findings } from './finding.ts'

/** Where an int-or-percent stands, and how much it may be at most. */
export interface Bound {
  readonly field: string
  readonly maxPercent?: number
}

/** Checks a number or percentage that may not be negative (apps ValidatePositiveIntOrPercent, IsNotMoreThan100Percent). */
export function checkIntOrPercent(found: Findings, value: Json | undefined, { field, maxPercent }: Bound): void {
  if (typeof value === 'number') {
    if (value < 0) addInvalid(found, field, value, 'must be greater than or equal to 0')
    return
  }
  const text = typeof value === 'string' ? value : ''
  const details = checkPercent(text)
  addInvalid(found, field, text, ...details)
  if (details.length === 0 && maxPercent !== undefined && Number(text.slice(0, -1)) > maxPercent) {
    addInvalid(found, field, text, 'must not be greater than 100%')
  }
}

/** The number of a count or percentage, whatever it is of: 0 when it is neither. */
export function intOrPercentOf(value: Json | undefined): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? Number.parseInt(value, 10) || 0 : 0
}
