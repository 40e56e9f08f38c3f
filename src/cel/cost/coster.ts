import type { Checked } from '../check/checked.ts'
import { withoutOverflow } from '../error.ts'
import type { Overload } from '../library/overload.ts'
import type { Fold, Node, NodeOf } from '../parse/node.ts'
import { type Type, types } from '../type/type.ts'
import type { Sized } from './call-estimate.ts'
import { either, fixed, plus, type Range, times, UNBOUNDED, UNKNOWN } from './estimate.ts'
import { constantSize, typeSize } from './node-size.ts'

/** The size of a declared value by its path: a variable, then fields, `@items`, `@keys`, `@values`. */
export type SizeAt = (path: readonly string[]) => Range | undefined

/** Sizes of what is in a container. */
interface EntrySize {
  readonly kind: 'list' | 'map'
  readonly key: Range
  readonly value: Range
}

interface Local {
  readonly path: readonly string[]
  readonly size?: Range | undefined
  readonly entry?: EntrySize | undefined
}

const JOINS: ReadonlySet<string> = new Set(['add_list', 'add_string', 'add_bytes'])
const ONE = fixed(1)
const NONE = fixed(0)

/** What running an expression costs, before it is run (cel-go `checker/cost.go`). */
export function estimateCost(checked: Checked, sizeAt: SizeAt = () => undefined): Range {
  return withoutOverflow(() => new Coster(checked, sizeAt).cost(checked.root))
}

/** One estimate under way. */
class Coster {
  readonly #checked: Checked
  readonly #sizeAt: SizeAt
  readonly #paths = new Map<Node, readonly string[]>()
  readonly #sizes = new Map<Node, Range>()
  readonly #entries = new Map<Node, EntrySize>()
  readonly #locals = new Map<string, Local[]>()
  constructor(checked: Checked, sizeAt: SizeAt) {
    this.#checked = checked
    this.#sizeAt = sizeAt
  }

  cost(node: Node): Range {
    if (this.#isName(node)) return this.#nameCost(node)
    switch (node.kind) {
      case 'constant':
        return NONE
      case 'name':
        return ONE
      case 'select':
        return this.#selectCost(node)
      case 'call':
        return this.#callCost(node)
      case 'list':
        return this.#listCost(node)
      case 'map':
        return this.#mapCost(node)
      case 'object':
        return node.fields.reduce((sum, { value }) => plus(sum, this.cost(value)), fixed(40))
      case 'fold':
        return isBind(node) ? this.#bindCost(node) : this.#foldCost(node)
    }
  }

  #isName(node: Node): boolean {
    return node.kind === 'name' || this.#checked.variables.has(node) || this.#checked.typeNames.has(node)
  }

  #nameCost(node: Node): Range {
    const name = this.#nameOf(node)
    this.#paths.set(node, this.#local(name)?.path ?? [name])
    return ONE
  }

  #nameOf(node: Node): string {
    const { variables, typeNames } = this.#checked
    return variables.get(node) ?? typeNames.get(node) ?? (node.kind === 'name' ? node.name : '')
  }

  #selectCost(node: NodeOf<'select'>): Range {
    const operand = this.cost(node.operand)
    if (node.isTest) return operand
    this.#paths.set(node, [...this.#pathOf(node.operand), node.field])
    const { kind } = this.#typeOf(node.operand)
    return kind === 'map' || kind === 'object' || kind === 'parameter' ? plus(operand, ONE) : operand
  }

  #callCost(node: NodeOf<'call'>): Range {
    const call = this.#checked.calls.get(node)
    if (call === undefined) return NONE
    const costs = call.arguments.map((argument) => this.cost(argument))
    const [first] = call.arguments
    if (call.name === 'dyn' && first !== undefined) {
      this.#copySizes(node, first)
      return plus(costs[0] ?? NONE, ONE)
    }
    const args = call.arguments.map((argument) => this.#sized(argument))
    const receiver = call.target === undefined ? NONE : this.cost(call.target)
    const all = call.target === undefined ? args : [this.#sized(call.target), ...args]
    let cost: Range = { min: UNBOUNDED, max: 0 }
    let size: Range | undefined
    for (const overload of call.overloads) {
      const estimate = this.#overloadCost(node, overload, { all, costs })
      cost = either(cost, estimate.cost)
      if (estimate.size !== undefined) size = size === undefined ? estimate.size : either(size, estimate.size)
      if (overload.id === 'index_list' || overload.id === 'index_map') {
        const container = call.arguments[0]
        if (container !== undefined) {
          size = this.#entryOf(container)?.value
          this.#paths.set(node, [...this.#pathOf(container), overload.id === 'index_list' ? '@items' : '@values'])
        }
      }
      size ??= this.#sizeOf(node)
    }
    if (size !== undefined) this.#sizes.set(node, size)
    return plus(receiver, cost)
  }

  #overloadCost(
    node: NodeOf<'call'>,
    overload: Overload,
    { all, costs }: { readonly all: readonly Sized[]; readonly costs: readonly Range[] },
  ): { readonly cost: Range; readonly size?: Range | undefined } {
    const [a, b, c] = [costs[0] ?? NONE, costs.at(1) ?? NONE, costs.at(2) ?? NONE]
    if (node.name === '_&&_' || node.name === '_||_') return { cost: { min: a.min, max: plus(a, b).max } }
    if (node.name === '_?_:_') {
      this.#joinEntries(node, [all[1]?.node, all[2]?.node])
      return { cost: plus(a, either(b, c)), size: either(all[1]?.size ?? UNKNOWN, all[2]?.size ?? UNKNOWN) }
    }
    if (JOINS.has(overload.id ?? '')) this.#joinEntries(node, [all[0]?.node, all[1]?.node])
    const estimate = overload.estimate?.(all) ?? { cost: ONE }
    const cost = costs.reduce((sum, argument) => plus(sum, argument), estimate.cost)
    return { cost, ...(estimate.size !== undefined && { size: estimate.size }) }
  }

  #joinEntries(node: Node, [left, right]: readonly (Node | undefined)[]): void {
    const a = left && this.#entryOf(left)
    const b = right && this.#entryOf(right)
    if (a === undefined || b === undefined) return
    this.#entries.set(node, { kind: a.kind, key: either(a.key, b.key), value: either(a.value, b.value) })
  }

  #listCost(node: NodeOf<'list'>): Range {
    let sum = fixed(10)
    let item: Range = { min: node.items.length === 0 ? 0 : UNBOUNDED, max: 0 }
    for (const { value } of node.items) {
      sum = plus(sum, this.cost(value))
      item = either(item, this.#sizeOf(value) ?? UNKNOWN)
    }
    this.#entries.set(node, { kind: 'list', key: ONE, value: item })
    return sum
  }

  #mapCost(node: NodeOf<'map'>): Range {
    let sum = fixed(30)
    let keys: Range = { min: node.entries.length === 0 ? 0 : UNBOUNDED, max: 0 }
    let values = keys
    for (const { key, value } of node.entries) {
      sum = plus(plus(sum, this.cost(key)), this.cost(value))
      keys = either(keys, this.#sizeOf(key) ?? UNKNOWN)
      values = either(values, this.#sizeOf(value) ?? UNKNOWN)
    }
    this.#entries.set(node, { kind: 'map', key: keys, value: values })
    return sum
  }

  #bindCost(node: Fold): Range {
    const before = plus(this.cost(node.range), this.cost(node.start))
    this.#push(node.accumulator, this.#localOf(node.start))
    const result = this.cost(node.result)
    this.#pop(node.accumulator)
    this.#copySizes(node, node.result)
    return plus(before, result)
  }

  #foldCost(node: Fold): Range {
    const before = plus(this.cost(node.range), this.cost(node.start))
    this.#push(node.accumulator, this.#localOf(node.start))
    this.#pushVariables(node)
    const each = plus(this.cost(node.step), this.cost(node.condition))
    for (const name of node.variables) this.#pop(name)
    const after = this.cost(node.result)
    this.#pop(node.accumulator)
    const count = this.#sizeOf(node.range) ?? UNKNOWN
    if (node.start.kind === 'constant') this.#setSize(node, this.#sizeOf(node.start))
    if (node.start.kind === 'list' || node.start.kind === 'map') {
      this.#setSize(node, count)
      const entry = this.#entryOf(node.step)
      if (entry !== undefined) this.#entries.set(node, entry)
    }
    return plus(plus(before, after), times(count, each))
  }

  #pushVariables({ range, variables: [first, second] }: Fold): void {
    const entry = this.#entryOf(range)
    const isList = (entry?.kind ?? this.#typeOf(range).kind) === 'list'
    const path = this.#pathOf(range)
    const value: Local = { path: [...path, isList ? '@items' : '@values'], size: entry?.value }
    if (second === undefined) {
      this.#push(first, isList ? value : { path: [...path, '@keys'], size: entry?.key })
      return
    }
    this.#push(first, { path: [...path, isList ? '@indices' : '@keys'], size: entry?.key })
    this.#push(second, value)
  }

  #localOf(node: Node): Local {
    return { path: this.#pathOf(node), size: this.#sizeOf(node), entry: this.#entryOf(node) }
  }

  #push(name: string, local: Local): void {
    this.#locals.set(name, [...(this.#locals.get(name) ?? []), local])
  }

  #pop(name: string): void {
    this.#locals.get(name)?.pop()
  }

  #local(name: string): Local | undefined {
    return this.#locals.get(name)?.at(-1)
  }

  #pathOf(node: Node): readonly string[] {
    const local = this.#isName(node) ? this.#local(this.#nameOf(node)) : undefined
    return local?.path ?? this.#paths.get(node) ?? []
  }

  #typeOf(node: Node): Type {
    return this.#checked.types.get(node) ?? types.dyn
  }

  #sized(node: Node): Sized {
    const path = this.#pathOf(node)
    const isGathered = path[0] === '@result'
    const sizeAt = this.#sizeAt
    return { node, type: this.#typeOf(node), path: isGathered ? [] : path, size: this.#sizeOf(node), sizeAt }
  }

  #setSize(node: Node, size: Range | undefined): void {
    if (size !== undefined) this.#sizes.set(node, size)
  }

  #copySizes(to: Node, from: Node): void {
    this.#setSize(to, this.#sizeOf(from))
    const entry = this.#entryOf(from)
    if (entry !== undefined) this.#entries.set(to, entry)
  }

  #sizeOf(node: Node): Range | undefined {
    const known = this.#sizes.get(node) ?? constantSize(node)
    if (known !== undefined) return known
    const path = this.#pathOf(node)
    const declared = path.length === 0 ? undefined : this.#sizeAt(path)
    if (declared !== undefined) {
      this.#sizes.set(node, declared)
      return declared
    }
    const local = this.#isName(node) ? this.#local(this.#nameOf(node)) : undefined
    return typeSize(this.#typeOf(node)) ?? local?.size
  }

  #entryOf(node: Node): EntrySize | undefined {
    const known = this.#entries.get(node)
    if (known !== undefined || !this.#isName(node)) return known
    return this.#local(this.#nameOf(node))?.entry
  }
}

/** `cel.bind` and its kin: a loop that never runs. */
function isBind({ range, condition, accumulator }: Fold): boolean {
  const isNever = condition.kind === 'constant' && condition.constant.value === false
  return range.kind === 'list' && range.items.length === 0 && isNever && accumulator !== '__result__'
}
