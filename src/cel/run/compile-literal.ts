import type { NodeOf } from '../parse/node.ts'
import { ArrayList, EntryMap } from '../value/collection.ts'
import { printValue } from '../value/print.ts'
import { Optional, type Value } from '../value/value.ts'
import type { Compiling } from './compiling.ts'
import { caught, failure, isFailure } from './failure.ts'
import type { Step } from './frame.ts'
import { constantPlan, isConstant, type Plan } from './plan.ts'

/** `[a, ?b]`. */
export function compileList({ plan }: Compiling, node: NodeOf<'list'>): Plan {
  const plans = node.items.map(({ value }) => plan(value))
  if (plans.every(isConstant) && !node.items.some(({ isOptional }) => isOptional))
    return constantPlan(new ArrayList(plans.map(({ constant }) => constant)))
  const items = node.items.map(({ isOptional }, at) => ({ step: plans[at]?.step as Step, isOptional }))
  return {
    step: (frame) => {
      const values: Value[] = []
      for (const { step, isOptional } of items) {
        const value = step(frame)
        if (isFailure(value)) return charged(value)
        if (!isOptional) values.push(value)
        else if (!(value instanceof Optional))
          return charged(
            failure(`cannot initialize optional list element from non-optional value ${printValue(value)}`),
          )
        else if (value.value !== undefined) values.push(value.value)
      }
      return charged(new ArrayList(values))

      function charged<T>(outcome: T): T {
        frame.meter.charge(10)
        return outcome
      }
    },
  }
}

/** `{a: b, ?c: d}`; of keys that are the same the last one counts. */
export function compileMap({ plan }: Compiling, node: NodeOf<'map'>): Plan {
  const entries = node.entries.map(({ key, value, isOptional }) => ({ key: plan(key), value: plan(value), isOptional }))
  const step: Step = (frame) => {
    const pairs: (readonly [Value, Value])[] = []
    for (const entry of entries) {
      const key = entry.key.step(frame)
      if (isFailure(key)) return charged(key)
      const value = entry.value.step(frame)
      if (isFailure(value)) return charged(value)
      const present = presentOf(value, entry.isOptional, key)
      if (isFailure(present)) return charged(present)
      if (present !== undefined) pairs.push([key, present])
    }
    return charged(new EntryMap(pairs))

    function charged<T>(outcome: T): T {
      frame.meter.charge(30)
      return outcome
    }
  }
  const pairs: (readonly [Value, Value])[] = []
  for (const { key, value, isOptional } of entries) {
    if (isOptional || !isConstant(key) || !isConstant(value)) return { step }
    pairs.push([key.constant, value.constant])
  }
  return constantPlan(new EntryMap(pairs))
}

function presentOf(value: Value, isOptional: boolean, key: Value) {
  if (!isOptional) return value
  if (value instanceof Optional) return value.value
  const words = `'${printValue(key)}' from non-optional value ${printValue(value)}`
  return failure(`cannot initialize optional entry ${words}`)
}

/** `Type{a: b}`; without a maker of its own the value keeps the name of its type. */
export function compileObject({ checked, plan }: Compiling, node: NodeOf<'object'>): Plan {
  const type = checked.environment.objects?.get(node.type)
  const fields = node.fields.map(({ name, value, isOptional }) => ({ name, step: plan(value).step, isOptional }))
  return {
    step: (frame) => {
      const pairs = new Map<string, Value>()
      for (const { name, step, isOptional } of fields) {
        const value = step(frame)
        if (isFailure(value)) return charged(value)
        const present = presentOf(value, isOptional, name)
        if (isFailure(present)) return charged(present)
        if (present !== undefined) pairs.set(name, present)
      }
      return charged(caught(() => type?.make?.(pairs) ?? new ObjectMap(node.type, pairs)))

      function charged<T>(outcome: T): T {
        frame.meter.charge(40)
        return outcome
      }
    },
  }
}

class ObjectMap extends EntryMap {
  override readonly typeName: string
  constructor(typeName: string, entries: Iterable<readonly [Value, Value]>) {
    super(entries)
    this.typeName = typeName
  }
}
