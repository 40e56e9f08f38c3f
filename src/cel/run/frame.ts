import type { CelError } from '../error.ts'
import type { Value } from '../value/value.ts'
import type { Meter } from './meter.ts'

/** A value, or what went wrong: an error travels like a value until something forgives it. */
export type Outcome = Value | CelError

/** One run of a program: variables of the environment by name, those of macros by their place. */
export interface Frame {
  /** The value of a variable; called each time it is named, so it may be computed late. Throws what that throws. */
  readonly variable: (name: string) => Value | undefined
  readonly slots: (Outcome | undefined)[]
  readonly meter: Meter
}

/** A compiled node. Throws a CelError of code `cost` only. */
export type Step = (frame: Frame) => Outcome
