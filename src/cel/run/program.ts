import type { Checked } from '../check/checked.ts'
import { CelError } from '../error.ts'
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
  const { step } = planNode(checked, checked.root)
  return {
    checked,
    run: ({ variable, meter = new Meter() }) => {
      const outcome = withoutOverflow(() => step({ variable, slots: [], meter }))
      if (isFailure(outcome)) throw outcome
      return outcome
    },
  }
}

/** A value that is nested too deep to walk is the value's fault. */
function withoutOverflow<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof RangeError) throw new CelError('limit', 'value nested too deep')
    throw error
  }
}
