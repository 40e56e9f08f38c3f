import type { Shape } from './check.ts'

/** The small shapes that both formats are made of. */
export const text: Shape = { kind: 'text' }
export const scalar: Shape = { kind: 'scalar' }
export const boolean: Shape = { kind: 'boolean' }
export const number: Shape = { kind: 'number' }
export const any: Shape = { kind: 'any' }
export const list = (of: Shape): Shape => ({ kind: 'list', of })
export const pairs = (of: Shape): Shape => ({ kind: 'pairs', of })
export const either = (...shapes: readonly Shape[]): Shape => ({ kind: 'either', shapes })
/** A file, or values as they are. */
export const valuesEntry: Shape = either(text, pairs(any))
/** A boolean, or a template that makes one. */
export const flag: Shape = either(boolean, text)
/** Every field of the same shape. */
export const each = (names: readonly string[], shape: Shape): Readonly<Record<string, Shape>> =>
  Object.fromEntries(names.map((name) => [name, shape]))
