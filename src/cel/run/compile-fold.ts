import type { Fold } from '../parse/node.ts'
import { EntryMap, GrowingList, GrowingMap } from '../value/collection.ts'
import { typeNameOf } from '../value/kind.ts'
import { List, Mapping, type Value } from '../value/value.ts'
import type { Compiling } from './compiling.ts'
import { caughtOutcome, failure, isFailure } from './failure.ts'
import type { Frame, Outcome, Step } from './frame.ts'
import { nextIndex, type Places } from './places.ts'
import type { Plan } from './plan.ts'

/** The compiled parts of a loop, and the places of its variables. */
interface Loop {
  readonly range: Step
  readonly condition: Step
  readonly step: Step
  readonly result: Step
  readonly accumulator: number
  readonly first: number
  readonly second: number | undefined
}

/** A loop over a list or map. */
export function compileFold({ places, plan }: Compiling, node: Fold): Plan {
  const accumulator = nextIndex(places)
  const [first, second] = node.variables
  const start = growing(plan(node.start, places).step)
  const outer: Places = new Map([...places, [node.accumulator, { index: accumulator, start }]])
  const inner = new Map(outer)
  inner.set(first, { index: accumulator + 1 })
  if (second !== undefined) inner.set(second, { index: accumulator + 2 })
  const loop: Loop = {
    range: plan(node.range, places).step,
    condition: plan(node.condition, inner).step,
    step: plan(node.step, inner).step,
    result: plan(node.result, outer).step,
    accumulator,
    first: accumulator + 1,
    second: second === undefined ? undefined : accumulator + 2,
  }
  return { step: (frame) => caughtOutcome(() => runLoop(frame, loop)) }
}

/** An empty list or map that the loop gathers in grows in place. */
function growing(start: Step): Step {
  return (frame) => {
    const value = start(frame)
    if (value instanceof List && value.size === 0) return new GrowingList()
    return value instanceof EntryMap && value.size === 0 ? new GrowingMap() : value
  }
}

function runLoop(frame: Frame, loop: Loop): Outcome {
  const { slots } = frame
  const range = loop.range(frame)
  if (isFailure(range)) return range
  if (!(range instanceof List || range instanceof Mapping))
    return failure(`got '${typeNameOf(range)}', expected iterable type`)
  slots[loop.accumulator] = undefined
  for (const [first, second] of itemsOf(range, loop.second !== undefined)) {
    slots[loop.first] = first
    if (loop.second !== undefined) slots[loop.second] = second
    if (loop.condition(frame) === false) break
    slots[loop.accumulator] = loop.step(frame)
  }
  return settled(loop.result(frame))
}

/** What the loop gathered does not grow any more. */
function settled(outcome: Outcome): Outcome {
  return outcome instanceof GrowingList || outcome instanceof GrowingMap ? outcome.settle() : outcome
}

function* itemsOf(range: List | Mapping, isPair: boolean): Iterable<readonly [Value, Value]> {
  if (range instanceof List) {
    for (let at = 0; at < range.size; at++) yield isPair ? [BigInt(at), range.at(at)] : [range.at(at), null]
    return
  }
  for (const key of range.keys()) yield [key, isPair ? (range.get(key) ?? null) : null]
}
