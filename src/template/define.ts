import type { GoFunction, ParamType, Value } from './value.ts'

/**
 * A function for templates: Go parameter types first, then the body, whose arguments arrive checked and converted.
 * With `variadic`, the last of `params` is the element type of the rest; `cost` is what one call takes from a budget.
 */
export function define(
  name: string,
  params: readonly ParamType[],
  ...[call, options]: [
    call: (...args: Value[]) => Value,
    options?: { readonly variadic?: boolean; readonly cost?: number },
  ]
): GoFunction {
  return { name, params, variadic: options?.variadic ?? false, cost: options?.cost, call }
}
