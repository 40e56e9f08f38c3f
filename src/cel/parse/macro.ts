import { ACCUMULATOR, type Builder, builderAt } from './build.ts'
import type { Node } from './node.ts'

/** A call that may be a macro. */
export interface MacroCall {
  readonly at: number
  readonly name: string
  readonly target: Node | undefined
  readonly arguments: readonly Node[]
}

/** What is wrong with a macro's argument, and where. */
export interface MacroProblem {
  readonly at: number
  readonly message: string
}

/** What a macro becomes, or what is wrong with it; undefined: it is a plain call. */
export type Expanded = { readonly node: Node } | { readonly problem: MacroProblem } | undefined

/** Expands the macros of CEL and of the extensions that Kubernetes switches on. */
export function expandMacro(call: MacroCall): Expanded {
  const { target } = call
  if (target === undefined) return call.name === 'has' && call.arguments.length === 1 ? expandHas(call) : undefined
  if (call.name === 'optMap' || call.name === 'optFlatMap') return expandOptional(call, target)
  if (call.name === 'sortBy') return expandSort(call, target)
  const count = COMPREHENSIONS.find((row) => row.name === call.name && row.arguments === call.arguments.length)
  return count === undefined ? undefined : expandComprehension(call, target, count)
}

function expandHas({ at, arguments: [operand] }: MacroCall): Expanded {
  if (operand?.kind !== 'select') {
    return { problem: { at: operand?.at ?? at, message: 'invalid argument to has() macro' } }
  }
  return { node: { kind: 'select', at, operand: operand.operand, field: operand.field, isTest: true } }
}

const TARGET = '@target'

function expandOptional({ at, name, arguments: list }: MacroCall, target: Node): Expanded {
  const [variable, body] = list
  if (variable === undefined || body === undefined || list.length !== 2) return undefined
  if (variable.kind !== 'name')
    return { problem: { at: variable.at, message: `${name}() variable name must be a simple identifier` } }
  const build = builderAt(at)
  const operand = target.kind === 'name' ? target : build.name(TARGET)
  const value = build.method(operand.kind === 'name' ? { ...operand } : operand, 'value')
  const mapped = build.bind(variable.name, value, body)
  const node = build.call(
    '_?_:_',
    build.method(operand, 'hasValue'),
    name === 'optMap' ? build.call('optional.of', mapped) : mapped,
    build.call('optional.none'),
  )
  return { node: target.kind === 'name' ? node : build.bind(TARGET, target, node) }
}

const SORT_INPUT = '@__sortBy_input__'

function expandSort({ at, arguments: list }: MacroCall, target: Node): Expanded {
  const [item, key] = list
  if (item === undefined || key === undefined || list.length !== 2) return undefined
  if (target.kind === 'constant' || target.kind === 'map' || target.kind === 'object') {
    const message = 'sortBy can only be applied to a list, identifier, comprehension, call or select expression'
    return { problem: { at: target.at, message } }
  }
  const build = builderAt(at)
  const keys = expandMacro({ at, name: 'map', target: build.name(SORT_INPUT), arguments: list })
  if (keys === undefined || 'problem' in keys) return keys
  const sorted: Node = {
    kind: 'call',
    at,
    name: '@sortByAssociatedKeys',
    target: build.name(SORT_INPUT),
    arguments: [keys.node],
  }
  return { node: build.bind(SORT_INPUT, target, sorted) }
}

/** A macro over a range by its name and number of arguments; the first `variables` of them are names. */
interface Row {
  readonly name: string
  readonly arguments: number
  readonly variables: 1 | 2
  /** What is said of a name that is none. */
  readonly complaint: string
  readonly parts: (build: Builder, bodies: readonly Node[], names: readonly Node[]) => Parts | undefined
}

interface Parts {
  readonly start: Node
  readonly condition: Node
  readonly step: Node
  readonly result: Node
}

const SIMPLE = 'argument must be a simple name'
const IDENTIFIER = 'argument is not an identifier'

const COMPREHENSIONS: readonly Row[] = [
  ...([1, 2] as const).flatMap((variables): readonly Row[] => [
    { name: 'all', arguments: variables + 1, variables, complaint: SIMPLE, parts: allParts },
    { name: 'exists', arguments: variables + 1, variables, complaint: SIMPLE, parts: existsParts },
    { name: 'existsOne', arguments: variables + 1, variables, complaint: SIMPLE, parts: onceParts },
    { name: 'exists_one', arguments: variables + 1, variables, complaint: SIMPLE, parts: onceParts },
  ]),
  { name: 'filter', arguments: 2, variables: 1, complaint: IDENTIFIER, parts: filterParts },
  ...([0, 1] as const).flatMap((more): readonly Row[] => [
    { name: 'map', arguments: 2 + more, variables: 1, complaint: IDENTIFIER, parts: mapParts },
    { name: 'transformList', arguments: 3 + more, variables: 2, complaint: SIMPLE, parts: mapParts },
    { name: 'transformMap', arguments: 3 + more, variables: 2, complaint: SIMPLE, parts: mapOfParts },
    { name: 'transformMapEntry', arguments: 3 + more, variables: 2, complaint: SIMPLE, parts: entryParts },
  ]),
]

function expandComprehension(call: MacroCall, range: Node, row: Row): Expanded {
  const names = call.arguments.slice(0, row.variables)
  const problem = problemOf(names, row)
  if (problem !== undefined) return { problem }
  const [first = '', second] = names.map((node) => (node.kind === 'name' ? node.name : ''))
  const build = builderAt(call.at)
  const parts = row.parts(build, call.arguments.slice(row.variables), names)
  if (parts === undefined) return undefined
  const variables: readonly [string] | readonly [string, string] = second === undefined ? [first] : [first, second]
  return { node: build.fold({ range, variables, accumulator: ACCUMULATOR, ...parts }) }
}

function problemOf(names: readonly Node[], { complaint }: Row): MacroProblem | undefined {
  const seen = new Set<string>()
  for (const node of names) {
    if (node.kind !== 'name') return { at: node.at, message: complaint }
    if (seen.has(node.name)) return { at: node.at, message: `duplicate variable name: ${node.name}` }
    if (node.name === '__result__')
      return { at: node.at, message: 'iteration variable overwrites accumulator variable' }
    seen.add(node.name)
  }
  return undefined
}

function allParts(build: Builder, [body]: readonly Node[]): Parts | undefined {
  if (body === undefined) return undefined
  return {
    start: build.literal(true),
    condition: build.call('@not_strictly_false', build.accumulator()),
    step: build.call('_&&_', build.accumulator(), body),
    result: build.accumulator(),
  }
}

function existsParts(build: Builder, [body]: readonly Node[]): Parts | undefined {
  if (body === undefined) return undefined
  return {
    start: build.literal(false),
    condition: build.call('@not_strictly_false', build.call('!_', build.accumulator())),
    step: build.call('_||_', build.accumulator(), body),
    result: build.accumulator(),
  }
}

function onceParts(build: Builder, [body]: readonly Node[]): Parts | undefined {
  if (body === undefined) return undefined
  const more = build.call('_+_', build.accumulator(), build.literal(1n))
  return {
    start: build.literal(0n),
    condition: build.literal(true),
    step: build.call('_?_:_', body, more, build.accumulator()),
    result: build.call('_==_', build.accumulator(), build.literal(1n)),
  }
}

function filterParts(build: Builder, [body]: readonly Node[], [item]: readonly Node[]): Parts | undefined {
  if (body === undefined || item === undefined) return undefined
  return gathered(build, build.list(), build.call('_+_', build.accumulator(), build.list(item)), body)
}

function mapParts(build: Builder, bodies: readonly Node[]): Parts | undefined {
  const [filter, body] = filterAndBody(bodies)
  if (body === undefined) return undefined
  return gathered(build, build.list(), build.call('_+_', build.accumulator(), build.list(body)), filter)
}

function mapOfParts(build: Builder, bodies: readonly Node[], [key]: readonly Node[]): Parts | undefined {
  const [filter, body] = filterAndBody(bodies)
  if (body === undefined || key?.kind !== 'name') return undefined
  const step = build.call('cel.@mapInsert', build.accumulator(), build.name(key.name), body)
  return gathered(build, emptyMap(build), step, filter)
}

function entryParts(build: Builder, bodies: readonly Node[]): Parts | undefined {
  const [filter, body] = filterAndBody(bodies)
  if (body === undefined) return undefined
  return gathered(build, emptyMap(build), build.call('cel.@mapInsert', build.accumulator(), body), filter)
}

function filterAndBody([first, second]: readonly Node[]): readonly [Node | undefined, Node | undefined] {
  return second === undefined ? [undefined, first] : [first, second]
}

function emptyMap({ at }: Builder): Node {
  return { kind: 'map', at, entries: [] }
}

function gathered(build: Builder, start: Node, add: Node, filter?: Node): Parts {
  return {
    start,
    condition: build.literal(true),
    step: filter === undefined ? add : build.call('_?_:_', filter, add, build.accumulator()),
    result: build.accumulator(),
  }
}
