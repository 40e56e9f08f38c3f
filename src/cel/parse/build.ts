import type { Constant, Fold, Node } from './node.ts'

/** The variable that macros gather their result in; no expression can name it. */
export const ACCUMULATOR = '@result'

/** Makes nodes that all stand at one place: where the macro was called. */
export interface Builder {
  readonly at: number
  literal(value: boolean | bigint): Node
  name(name: string): Node
  accumulator(): Node
  call(name: string, ...list: readonly Node[]): Node
  method(target: Node, name: string): Node
  list(...items: readonly Node[]): Node
  fold(parts: Omit<Fold, 'kind' | 'at'>): Node
  /** `variable` stands for `value` in `body`; the value is found when it is first named. */
  bind(variable: string, value: Node, body: Node): Node
}

/** A builder of nodes at one offset. */
export function builderAt(at: number): Builder {
  const builder: Builder = {
    at,
    literal: (value) => ({ kind: 'constant', at, constant: constantOf(value) }),
    name: (name) => ({ kind: 'name', at, name }),
    accumulator: () => ({ kind: 'name', at, name: ACCUMULATOR }),
    call: (name, ...list) => ({ kind: 'call', at, name, arguments: list }),
    method: (target, name) => ({ kind: 'call', at, name, target, arguments: [] }),
    list: (...items) => ({ kind: 'list', at, items: items.map((value) => ({ value, isOptional: false })) }),
    fold: (parts) => ({ kind: 'fold', at, ...parts }),
    bind: (variable, value, body) =>
      builder.fold({
        range: builder.list(),
        variables: ['#unused'],
        accumulator: variable,
        start: value,
        condition: builder.literal(false),
        step: builder.name(variable),
        result: body,
      }),
  }
  return builder
}

function constantOf(value: boolean | bigint): Constant {
  return typeof value === 'boolean' ? { type: 'bool', value } : { type: 'int', value }
}
