import type { Operation } from './operation.ts'
import type { Parameter } from './parameter.ts'

/** The operations on one path, and the parameters they have in common. */
export interface PathOperations {
  readonly path: string
  readonly common: readonly Parameter[]
  readonly operations: readonly { readonly operation: Operation; readonly own: readonly Parameter[] }[]
}

/** Puts operations on the same path together, paths sorted; what all of a path ask for is told once. */
export function byPath(operations: readonly Operation[]): readonly PathOperations[] {
  const paths = Map.groupBy(operations, ({ path }) => path)
  return [...paths.keys()].sort().map((path) => {
    const here = paths.get(path) ?? []
    const counts = new Map<Parameter, number>()
    for (const { parameters } of here)
      for (const one of new Set(parameters)) counts.set(one, (counts.get(one) ?? 0) + 1)
    const isCommon = (one: Parameter): boolean => counts.get(one) === here.length
    return {
      path,
      common: sorted(here[0]?.parameters.filter(isCommon) ?? []),
      operations: here.map((operation) => ({
        operation,
        own: sorted(operation.parameters.filter((one) => !isCommon(one))),
      })),
    }
  })
}

function sorted(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.toSorted((a, b) => (a.name === b.name ? order(a.in, b.in) : order(a.name, b.name)))
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
