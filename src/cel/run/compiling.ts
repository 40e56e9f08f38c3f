import type { Checked } from '../check/checked.ts'
import type { Node } from '../parse/node.ts'
import type { Places } from './places.ts'
import type { Plan } from './plan.ts'

/** What compiling a node needs: the checked whole, the macro variables around it, and how to compile what is in it. */
export interface Compiling {
  readonly checked: Checked
  readonly places: Places
  readonly plan: (node: Node, places?: Places) => Plan
}
