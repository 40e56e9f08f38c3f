import { Optional } from '../value/value.ts'
import { failure, isFailure } from './failure.ts'
import type { Frame, Outcome, Step } from './frame.ts'
import { isPresent, lookUp } from './look-up.ts'

/** One step of an attribute: a field or an index. */
export interface Qualifier {
  readonly key: Step
  readonly isOptional: boolean
  /** Only whether it is there. */
  readonly isTest: boolean
}

/** A value and the steps into it; the steps cost one unit each, whatever they find. */
export interface Attribute {
  add(qualifier: Qualifier): void
  resolve(frame: Frame): Outcome
}

/** Steps into what `base` gives. */
export function attributeOf(base: Step): Attribute {
  const qualifiers: Qualifier[] = []
  return {
    add: (qualifier) => void qualifiers.push(qualifier),
    resolve: (frame) => {
      const value = base(frame)
      return isFailure(value) || qualifiers.length === 0 ? value : follow(frame, value, qualifiers)
    },
  }
}

/** `condition ? yes : no`: steps behind it go into both. */
export function conditionalOf(condition: Step, yes: Attribute, no: Attribute): Attribute {
  return {
    add: (qualifier) => {
      yes.add(qualifier)
      if (no !== yes) no.add(qualifier)
    },
    resolve: (frame) => {
      const which = condition(frame)
      if (isFailure(which)) return which
      if (typeof which !== 'boolean') return failure('no such overload')
      return which ? yes.resolve(frame) : no.resolve(frame)
    },
  }
}

function follow(frame: Frame, start: Exclude<Outcome, Error>, qualifiers: readonly Qualifier[]): Outcome {
  let isOptional = start instanceof Optional
  let value: Outcome | undefined = start instanceof Optional ? start.value : start
  if (value === undefined) return start
  for (const qualifier of qualifiers) {
    isOptional ||= qualifier.isOptional
    value = isOptional ? stepIfPresent(frame, value, qualifier) : step(frame, value, qualifier)
    if (value === undefined) return new Optional(undefined)
    if (isFailure(value)) return value
  }
  return isOptional ? new Optional(value) : value
}

function step(frame: Frame, value: Exclude<Outcome, Error>, { key, isTest }: Qualifier): Outcome {
  const name = key(frame)
  const found = isFailure(name) ? name : isTest ? isPresent(value, name) : lookUp(value, name)
  frame.meter.charge(1)
  return found
}

function stepIfPresent(frame: Frame, value: Exclude<Outcome, Error>, { key }: Qualifier): Outcome | undefined {
  const name = key(frame)
  if (isFailure(name)) return name
  const present = isPresent(value, name)
  if (present !== true) return isFailure(present) ? present : undefined
  const found = lookUp(value, name)
  frame.meter.charge(1)
  return found
}
