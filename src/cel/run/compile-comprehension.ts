import type { Comprehension, MacroName } from '../parse/node.ts'
import { ArrayList, EntryMap } from '../value/collection.ts'
import { List, Mapping, type Value } from '../value/value.ts'
import type { Compiling } from './compiling.ts'
import { failure, isForgivable } from './failure.ts'
import type { Frame, Step } from './frame.ts'
import { withNames } from './places.ts'
import { truthOf } from './truth.ts'

/** A macro over a range. `each` gives for an item what the macro gathers. */
export function compileComprehension({ compile, places }: Compiling, node: Comprehension): Step {
  const range = compile(node.range)
  const names = node.variables
  const inner = withNames(places, names)
  const loop: Loop = {
    condition: node.condition && compile(node.condition, names),
    result: node.result && compile(node.result, names),
    first: inner.get(names[0]) ?? 0,
    second: names[1] === undefined ? undefined : inner.get(names[1]),
  }
  const gather = GATHERERS[node.macro]
  return (frame) => {
    const value = range(frame)
    if (!(value instanceof List || value instanceof Mapping)) throw failure('no such overload')
    return gather(frame, loop, itemsOf(value, loop.second !== undefined))
  }
}

/** The compiled parts of a macro, and the places of its variables. */
interface Loop {
  readonly condition: Step | undefined
  readonly result: Step | undefined
  readonly first: number
  readonly second: number | undefined
}

/** What the variables stand for, item by item. */
function* itemsOf(range: List | Mapping, isPair: boolean): Iterable<readonly [Value, Value]> {
  if (range instanceof List) {
    for (let at = 0; at < range.size; at++) yield isPair ? [BigInt(at), range.at(at)] : [range.at(at), null]
    return
  }
  for (const key of range.keys()) yield [key, isPair ? (range.get(key) ?? null) : null]
}

type Items = Iterable<readonly [Value, Value]>
type Gather = (frame: Frame, loop: Loop, items: Items) => Value

/** What the expansions of cel-go cost an item beyond their bodies: the loop's condition, and how the result is kept. */
const COST = { all: 3, exists: 4, existsOne: 2, kept: 12, leftOut: 1, end: 1 }

const GATHERERS: Readonly<Record<MacroName, Gather>> = {
  all: (frame, loop, items) => decide(frame, loop, { items, decisive: false, cost: COST.all }),
  exists: (frame, loop, items) => decide(frame, loop, { items, decisive: true, cost: COST.exists }),
  existsOne: (frame, loop, items) => {
    let count = 0
    each(frame, loop, items, () => void count++)
    frame.meter.charge(COST.existsOne)
    return count === 1
  },
  filter: (frame, loop, items) => {
    const kept: Value[] = []
    each(frame, loop, items, (item) => void kept.push(item))
    return new ArrayList(kept)
  },
  map: gatherList,
  transformList: gatherList,
  transformMap: (frame, loop, items) => {
    const pairs: [Value, Value][] = []
    each(frame, loop, items, (key) => void pairs.push([key, loop.result?.(frame) ?? null]))
    return new EntryMap(pairs)
  },
  transformMapEntry: (frame, loop, items) => {
    const pairs: (readonly [Value, Value])[] = []
    each(frame, loop, items, () => void pairs.push(...entriesOf(loop.result?.(frame) ?? null)))
    return new EntryMap(pairs)
  },
}

function gatherList(frame: Frame, loop: Loop, items: Items): Value {
  const list: Value[] = []
  each(frame, loop, items, () => void list.push(loop.result?.(frame) ?? null))
  return new ArrayList(list)
}

/** Runs `take` for every item whose condition holds. */
function each(frame: Frame, loop: Loop, items: Items, take: (item: Value) => void): void {
  for (const [first, second] of items) {
    setVariables(frame, loop, first, second)
    const isTaken = loop.condition === undefined || truthOf(loop.condition(frame))
    frame.meter.charge(isTaken ? COST.kept : COST.leftOut)
    if (isTaken) take(first)
  }
  frame.meter.charge(COST.end)
}

/** `all` and `exists`: the first item that decides ends the loop; an error counts only when no item decides. */
function decide(
  frame: Frame,
  loop: Loop,
  options: { readonly items: Items; readonly decisive: boolean; readonly cost: number },
): boolean {
  let held: unknown
  for (const [first, second] of options.items) {
    setVariables(frame, loop, first, second)
    frame.meter.charge(options.cost)
    try {
      if (loop.condition !== undefined && truthOf(loop.condition(frame)) === options.decisive) return options.decisive
    } catch (error) {
      if (!isForgivable(error)) throw error
      held = error
    }
  }
  frame.meter.charge(COST.end)
  if (held !== undefined) throw held
  return !options.decisive
}

function setVariables({ slots }: Frame, loop: Loop, first: Value, second: Value): void {
  slots[loop.first] = first
  if (loop.second !== undefined) slots[loop.second] = second
}

function entriesOf(map: Value): readonly (readonly [Value, Value])[] {
  if (!(map instanceof Mapping)) throw failure('no such overload')
  return [...map.keys()].map((key) => [key, map.get(key) ?? null] as const)
}
