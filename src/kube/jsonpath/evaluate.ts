import type { Operand, Operator, Step } from './parse.ts'

/** A field that is not there; kubectl's text. */
export class MissingField extends Error {
  constructor(name: string) {
    super(`${name} is not found`)
    this.name = 'MissingField'
  }
}

/** An index past the end, or a path into something that has no fields; kubectl's text. */
export class BadStep extends Error {
  override readonly name = 'BadStep'
}

/** Every value that a path reaches from `current`; `root` is what `$` means. Throws `MissingField`, `BadStep`. */
export function evaluate(steps: readonly Step[], current: unknown, root: unknown): unknown[] {
  let values: unknown[] = [current]
  let isSearching = false // after `..`, a value without the field is passed over
  for (const step of steps) {
    const taken = values.flatMap((value) => (isSearching ? takeIfThere(step, value, root) : take(step, value, root)))
    isSearching ||= step.kind === 'descend'
    values = taken
  }
  return values
}

function takeIfThere(step: Step, value: unknown, root: unknown): unknown[] {
  try {
    return take(step, value, root)
  } catch (error) {
    if (error instanceof MissingField || error instanceof BadStep) return []
    throw error
  }
}

function take(step: Step, value: unknown, root: unknown): unknown[] {
  switch (step.kind) {
    case 'root':
      return [root]
    case 'field':
      return field(step.name, value)
    case 'wildcard':
      return children(value)
    case 'descend':
      return descend(value)
    case 'slice':
      return slice(step, value)
    case 'union':
      return step.paths.flatMap((path) => evaluate(path, value, root))
    case 'filter':
      return children(value).filter((item) => fits(step, item, root))
  }
}

function field(name: string, value: unknown): unknown[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) throw new MissingField(name)
  if (typeof value !== 'object') throw new MissingField(name)
  const isMap = value instanceof Map
  if (!(isMap ? value.has(name) : Object.hasOwn(value, name))) throw new MissingField(name)
  return [isMap ? value.get(name) : (value as Record<string, unknown>)[name]]
}

function children(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (value instanceof Map) return [...value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
  if (typeof value === 'object' && value !== null) return Object.values(value)
  return []
}

/** The value, and everything in it that has fields or items. */
function descend(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...children(value).flatMap(descend)]
}

function slice(step: Extract<Step, { kind: 'slice' }>, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new BadStep(`${typeof value} is not array or slice`)
  const { length } = value
  const wrap = (index: number): number => (index < 0 ? index + length : index)
  const from = wrap(step.from ?? 0)
  if (step.isSingle) {
    if (from < 0 || from >= length) {
      throw new BadStep(`array index out of bounds: index ${step.from ?? 0}, length ${length}`)
    }
    return [value[from]]
  }
  const by = step.by ?? 1
  return value.slice(from, wrap(step.to ?? length)).filter((_, index) => index % Math.max(1, by) === 0)
}

function fits(step: Extract<Step, { kind: 'filter' }>, item: unknown, root: unknown): boolean {
  const left = resolve(step.left, item, root)
  if (step.operator === 'exists') return left.length > 0
  const right = step.right ? resolve(step.right, item, root) : []
  return left.length === 1 && right.length === 1 && compares(left[0], step.operator, right[0])
}

function resolve(operand: Operand, item: unknown, root: unknown): unknown[] {
  if ('literal' in operand) return [operand.literal]
  return operand.path.reduce<unknown[]>(
    (values, step) => values.flatMap((value) => takeIfThere(step, value, root)),
    [item],
  )
}

function compares(left: unknown, operator: Exclude<Operator, 'exists'>, right: unknown): boolean {
  const table: Readonly<Record<typeof operator, boolean>> = {
    '==': left === right,
    '!=': left !== right,
    '<': (left as number) < (right as number),
    '<=': (left as number) <= (right as number),
    '>': (left as number) > (right as number),
    '>=': (left as number) >= (right as number),
  }
  return table[operator]
}
