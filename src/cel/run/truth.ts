import type { Value } from '../value/value.ts'
import { failure } from './failure.ts'

/** A bool, or a failure. */
export function truthOf(value: Value): boolean {
  if (typeof value !== 'boolean') throw failure('no such overload')
  return value
}
