import type { Checked } from '../check/checked.ts'
import { withoutOverflow } from '../error.ts'
import type { Value } from '../value/value.ts'
import { planNode } from './compile.ts'
import { isFailure } from './failure.ts'
import { Meter } from './meter.ts'

/** What a run is given. */
export interface RunOptions {
  /** The value of a variable by name; asked each time the expression names it. */
  readonly variable: (name: string) => Value | undefined
  /** Costs are added here; a meter of its own without a limit when absent. */
  readonly meter?: Meter
}

/** A program that can run any number of times. */
export interface Program {
  readonly checked: Checked
  /** Throws a CelError of code `evaluation` or `cost`. */
  run(options: RunOptions): Value
}

/** Makes a checked expression ready to run. Throws a CelError of code `evaluation` where a constant part fails. */
export function compile(checked: Checked): Program {
  const { step } = withoutOverflow(() => planNode(checked, checked.root))
  return {
    checked,
    run: ({ variable, meter = new Meter() }) => {
      const outcome = withoutOverflow(() => step({ variable, slots: [], meter }))
      if (isFailure(outcome)) throw outcome
      return outcome
    },
  }
}
