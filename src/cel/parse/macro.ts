import type { Comprehension, MacroName, Node } from './node.ts'

/** A call that may be a macro. */
export interface MacroCall {
  readonly at: number
  readonly name: string
  readonly target: Node | undefined
  readonly arguments: readonly Node[]
}

/** What a macro becomes; a text is what is wrong with its arguments; undefined: it is a plain call. */
export type Expanded = Node | string | undefined

/** Expands the macros of CEL and of the extensions that Kubernetes switches on. */
export function expandMacro(call: MacroCall): Expanded {
  if (call.target === undefined) return call.name === 'has' && call.arguments.length === 1 ? expandHas(call) : undefined
  if (call.target.kind === 'name' && call.target.name === 'cel' && call.name === 'bind') return expandBind(call)
  if (call.name === 'optMap' || call.name === 'optFlatMap') return expandOptional(call, call.target)
  const forms = COMPREHENSIONS[call.name]
  return forms === undefined ? undefined : expandComprehension(call, call.target, forms)
}

function expandHas(call: MacroCall): Expanded {
  const [operand] = call.arguments
  if (operand?.kind !== 'select' || operand.isOptional) return 'invalid argument to has() macro'
  return { kind: 'has', at: call.at, operand: operand.operand, field: operand.field }
}

function expandBind({ at, arguments: [variable, value, body], ...call }: MacroCall): Expanded {
  if (call.name !== 'bind' || variable === undefined || value === undefined || body === undefined) return undefined
  if (variable.kind !== 'name') return 'cel.bind() variable names must be simple identifiers'
  return { kind: 'bind', at, variable: variable.name, value, body }
}

function expandOptional({ at, name, arguments: [variable, body] }: MacroCall, operand: Node): Expanded {
  if (variable === undefined || body === undefined) return undefined
  if (variable.kind !== 'name') return `${name}() variable name must be a simple identifier`
  return { kind: 'optionalMap', at, operand, variable: variable.name, body, isFlat: name === 'optFlatMap' }
}

/** Arguments behind the variables, by how many variables there are: `condition`, `result`, or both in this order. */
type Parts = readonly ('condition' | 'result')[]
type Form = readonly [variables: 1 | 2, parts: Parts]

const CONDITION: Parts = ['condition']
const RESULT: Parts = ['result']
const BOTH: Parts = ['condition', 'result']

const COMPREHENSIONS: Readonly<Record<string, { readonly macro: MacroName; readonly forms: readonly Form[] }>> = {
  all: {
    macro: 'all',
    forms: [
      [1, CONDITION],
      [2, CONDITION],
    ],
  },
  exists: {
    macro: 'exists',
    forms: [
      [1, CONDITION],
      [2, CONDITION],
    ],
  },
  exists_one: { macro: 'existsOne', forms: [[1, CONDITION]] },
  existsOne: {
    macro: 'existsOne',
    forms: [
      [1, CONDITION],
      [2, CONDITION],
    ],
  },
  filter: { macro: 'filter', forms: [[1, CONDITION]] },
  map: {
    macro: 'map',
    forms: [
      [1, RESULT],
      [1, BOTH],
    ],
  },
  transformList: {
    macro: 'transformList',
    forms: [
      [2, RESULT],
      [2, BOTH],
    ],
  },
  transformMap: {
    macro: 'transformMap',
    forms: [
      [2, RESULT],
      [2, BOTH],
    ],
  },
  transformMapEntry: {
    macro: 'transformMapEntry',
    forms: [
      [2, RESULT],
      [2, BOTH],
    ],
  },
}

function expandComprehension(
  call: MacroCall,
  range: Node,
  row: { macro: MacroName; forms: readonly Form[] },
): Expanded {
  const form = row.forms.find(([variables, parts]) => variables + parts.length === call.arguments.length)
  if (form === undefined) return undefined
  const [count, parts] = form
  const names = call.arguments.slice(0, count).map((node) => (node.kind === 'name' ? node.name : undefined))
  const [first, second] = names
  if (first === undefined || (count === 2 && second === undefined)) return 'argument must be a simple name'
  const bodies = Object.fromEntries(parts.map((part, index) => [part, call.arguments[count + index]])) as Pick<
    Comprehension,
    'condition' | 'result'
  >
  return {
    kind: 'comprehension',
    at: call.at,
    macro: row.macro,
    range,
    variables: second === undefined ? [first] : [first, second],
    ...bodies,
  }
}
