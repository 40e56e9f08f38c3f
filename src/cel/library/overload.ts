import type { EstimateCall } from '../cost/call-estimate.ts'
import { readType, splitTypes } from '../type/read-type.ts'
import type { Type } from '../type/type.ts'
import type { Value } from '../value/value.ts'

/** What a call costs when it has run, in the units of cel-go's cost tracker. A failed call has no result. */
export type CallCost = (args: readonly unknown[], result: unknown) => number

/** One form of a function: its types, what it does, what it costs (1 unless told). A receiver is the first parameter. */
export interface Overload {
  readonly name: string
  readonly isMethod: boolean
  readonly parameters: readonly Type[]
  readonly result: Type
  /** Throws a CelError of code `evaluation`. */
  readonly run: (args: readonly Value[]) => Value
  readonly cost?: CallCost
  readonly estimate?: EstimateCall
  /** Name of the form where something asks for it, such as `index_list`. */
  readonly id?: string
  /** The cost holds even where the types leave open which form runs. */
  readonly isCostOfAllForms?: boolean
}

/** What a form of a function costs, and its name. */
export type CostOf = Pick<Overload, 'cost' | 'estimate' | 'id' | 'isCostOfAllForms'>

/** One row of a table of functions: `plain('size', 'list(A) -> int', (list: List) => …)`. */
export function plain<A extends readonly Value[]>(
  name: string,
  signature: string,
  run: (...args: A) => Value,
  cost: CostOf = {},
): Overload {
  const [parameters = '', result = ''] = signature.split('->')
  return {
    name,
    isMethod: false,
    parameters: splitTypes(parameters),
    result: readType(result),
    run: (args) => run(...(args as unknown as A)),
    ...cost,
  }
}

/** The same for a function that is called on its first argument. */
export function method<A extends readonly Value[]>(
  name: string,
  signature: string,
  run: (...args: A) => Value,
  cost: CostOf = {},
): Overload {
  return { ...plain(name, signature, run, cost), isMethod: true }
}

/** Functions by name, each with its forms in the order they are tried. */
export type Library = ReadonlyMap<string, readonly Overload[]>

/** Puts tables of functions together. */
export function libraryOf(...tables: readonly (readonly Overload[])[]): Library {
  const library = new Map<string, Overload[]>()
  for (const overload of tables.flat()) {
    const known = library.get(overload.name)
    if (known === undefined) library.set(overload.name, [overload])
    else known.push(overload)
  }
  return library
}
