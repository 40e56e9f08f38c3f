import type { Value } from '../value/value.ts'
import type { Attribute } from './attribute.ts'
import type { Step } from './frame.ts'

/** A compiled node: how to run it, and what a node around it may make use of. */
export interface Plan {
  readonly step: Step
  /** The value of a part that never changes; it costs nothing. */
  readonly constant?: Value
  /** Where further selections go. */
  readonly attribute?: Attribute
}

/** The plan of a value that never changes. */
export function constantPlan(value: Value): Plan {
  return { step: () => value, constant: value }
}

/** The plan of an attribute: a unit for the whole, one for each step. */
export function attributePlan(attribute: Attribute, cost = 1): Plan {
  const step: Step = (frame) => {
    const value = attribute.resolve(frame)
    frame.meter.charge(cost)
    return value
  }
  return { step, attribute }
}

/** Whether a plan is of a value that never changes. */
export function isConstant(plan: Plan): plan is Plan & { readonly constant: Value } {
  return plan.constant !== undefined
}
