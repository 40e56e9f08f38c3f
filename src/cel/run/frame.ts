import type { Value } from '../value/value.ts'
import type { Meter } from './meter.ts'

/** One run of a program: variables of the environment by name, those of macros by their place. */
export interface Frame {
  /** The value of a variable; called each time it is named, so it may be computed late. Throws what that throws. */
  readonly variable: (name: string) => Value | undefined
  readonly slots: Value[]
  readonly meter: Meter
}

/** A compiled node. */
export type Step = (frame: Frame) => Value
