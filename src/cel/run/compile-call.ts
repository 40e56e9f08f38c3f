import type { Overload } from '../library/overload.ts'
import type { Node } from '../parse/node.ts'
import { isOfType } from '../value/kind.ts'
import type { Value } from '../value/value.ts'
import type { Compiling } from './compiling.ts'
import { failure } from './failure.ts'
import type { Frame, Step } from './frame.ts'

/** A call: its arguments, then the first form whose types they have. */
export function compileCall({ checked, compile }: Compiling, node: Extract<Node, { readonly kind: 'call' }>): Step {
  const call = checked.calls.get(node)
  if (call === undefined) throw new Error(`${node.name} - compiled without having been checked`)
  const steps = call.arguments.map((argument) => compile(argument))
  const { overloads } = call
  return (frame) => runCall(frame, steps, overloads)
}

function runCall(frame: Frame, steps: readonly Step[], overloads: readonly Overload[]): Value {
  const values: Value[] = []
  for (const step of steps) values.push(step(frame))
  const overload = overloads.find((candidate) => fits(candidate, values))
  if (overload === undefined) throw failure('no such overload')
  const result = overload.run(values)
  frame.meter.charge(overload.cost === undefined ? 1 : overload.cost(values, result))
  return result
}

function fits({ parameters }: Overload, values: readonly Value[]): boolean {
  for (let at = 0; at < values.length; at++) {
    const parameter = parameters[at]
    if (parameter === undefined || !isOfType(values[at] as Value, parameter)) return false
  }
  return true
}
