import { isPrintable, outputText } from './builtins.ts'
import { type Compilation, compilePipe, findSlot } from './expression.ts'
import { holdsInterfaces } from './fields.ts'
import {
  type ActionNode,
  type BranchNode,
  describeNode,
  type ListNode,
  type StatementNode,
  type TemplateNode,
} from './node.ts'
import { sortedKeys } from './order.ts'
import { locate } from './position.ts'
import { printed } from './printf.ts'
import { quoteGo } from './quote.ts'
import {
  BREAK,
  CONTINUE,
  type Eval,
  failure,
  isStackOverflow,
  NORMAL,
  type Slot,
  State,
  type Step,
  type Template,
} from './state.ts'
import { isTrue } from './truth.ts'
import { goTypeName } from './types.ts'
import { type GoMap, GoObject, Int, int, type Value } from './value.ts'

/** Runs a compiled template in `state` and leaves its output there. Throws `TemplateError`. */
export function runTemplate(state: State): void {
  const { template } = state
  const { tracer } = state.scope
  if (tracer === undefined) {
    template.plain ??= compileTemplate(template, false)
    template.plain(state)
    return
  }
  template.traced ??= compileTemplate(template, true)
  template.traced(state)
}

function compileTemplate(template: Template, traced: boolean): Step {
  return compileList({ traced, variables: ['$'] }, template.root)
}

function compileList(compilation: Compilation, list: ListNode): Step {
  const steps = list.nodes.map((node) => compileStatement(compilation, node))
  const [only] = steps
  if (steps.length === 1 && only !== undefined) return only
  return (state) => {
    for (let index = 0; index < steps.length; index++) {
      const outcome = (steps[index] as Step)(state)
      if (outcome !== NORMAL) return outcome
    }
    return NORMAL
  }
}

/** A body whose variables end with it. It is compiled when it first runs: most templates run once, and few branches. */
function compileBody({ traced, variables }: Compilation, list: ListNode): Step {
  const inSight = [...variables]
  let body: Step | undefined
  return (state) => {
    body ??= compileList({ traced, variables: inSight }, list)
    return body(state)
  }
}

function compileStatement(compilation: Compilation, node: StatementNode): Step {
  switch (node.kind) {
    case 'text':
      return compilation.traced ? tracedText(node) : plainText(node)
    case 'action':
      return compileAction(compilation, node)
    case 'if':
      return compileIf(compilation, node)
    case 'with':
      return compileWith(compilation, node)
    case 'range':
      return compileRange(compilation, node)
    case 'template':
      return compileCallTemplate(compilation, node)
    case 'break':
      return () => BREAK
    case 'continue':
      return () => CONTINUE
    case 'list':
      return compileList(compilation, node)
    case 'else':
    case 'end': // the parser takes these off with the branch they close
      return () => NORMAL
  }
}

function plainText(node: { readonly text: string }): Step {
  const { text } = node
  return (state) => {
    state.scope.spending.write(state, text.length)
    state.out += text
    return NORMAL
  }
}

function tracedText(node: StatementNode & { readonly text: string }): Step {
  const plain = plainText(node)
  return (state) => {
    state.node = node
    state.scope.tracer?.write(node.text, locate(state.template.source, node.pos), 'text')
    return plain(state)
  }
}

function compileAction(compilation: Compilation, node: ActionNode): Step {
  const evaluate = compilePipe(compilation, node.pipe)
  if (node.pipe.declared.length > 0) {
    return (state) => {
      state.scope.spending.step(state)
      evaluate(state)
      return NORMAL
    }
  }
  return (state) => {
    const { spending, tracer } = state.scope
    spending.step(state)
    const value = evaluate(state)
    state.node = node
    const text = typeof value === 'string' ? value : textOf(state, value, node)
    spending.write(state, text.length)
    if (tracer !== undefined) tracer.write(text, locate(state.template.source, node.pos), 'action')
    state.out += text
    return NORMAL
  }
}

function textOf(state: State, value: Slot, node: ActionNode): string {
  if (isPrintable(value)) {
    try {
      return outputText(value)
    } catch (error) {
      throw isStackOverflow(error) ? error : failure(state, (error as Error).message, error)
    }
  }
  throw failure(state, `can't print ${describeNode(node)} of type ${goTypeName(value)}`)
}

function compileIf(compilation: Compilation, node: BranchNode): Step {
  const outer = compilation.variables.length
  const condition = compilePipe(compilation, node.pipe)
  const body = compileBody(compilation, node.list)
  const otherwise = node.elseList === undefined ? undefined : compileBody(compilation, node.elseList)
  compilation.variables.length = outer
  return (state) => {
    state.scope.spending.step(state)
    if (isTrue(condition(state))) return body(state)
    return otherwise === undefined ? NORMAL : otherwise(state)
  }
}

function compileWith(compilation: Compilation, node: BranchNode): Step {
  const outer = compilation.variables.length
  const evaluate = compilePipe(compilation, node.pipe)
  const body = compileBody(compilation, node.list)
  const otherwise = node.elseList === undefined ? undefined : compileBody(compilation, node.elseList)
  compilation.variables.length = outer
  return (state) => {
    state.scope.spending.step(state)
    const value = evaluate(state)
    if (!isTrue(value)) return otherwise === undefined ? NORMAL : otherwise(state)
    const { dot, dotIsInterface } = state
    state.dot = value
    state.dotIsInterface = false
    const outcome = body(state)
    state.dot = dot
    state.dotIsInterface = dotIsInterface
    return outcome
  }
}

/** Runs the body of a range once. */
type Iterate = (state: State, key: Slot, element: Slot) => number

function compileRange(compilation: Compilation, node: BranchNode): Step {
  const outer = compilation.variables.length
  const evaluate = compilePipe(compilation, node.pipe)
  const iterate = compileIteration(compilation, node)
  const otherwise = node.elseList === undefined ? undefined : compileBody(compilation, node.elseList)
  compilation.variables.length = outer
  const variables = node.pipe.declared.length
  return (state) => {
    state.scope.spending.step(state)
    state.node = node
    const value = evaluate(state)
    const { dot, dotIsInterface } = state
    const outcome = rangeOver(state, value, { iterate, variables })
    state.dot = dot
    state.dotIsInterface = dotIsInterface
    if (outcome !== EMPTY) return NORMAL
    return otherwise === undefined ? NORMAL : otherwise(state)
  }
}

const EMPTY = -1

function compileIteration(compilation: Compilation, node: BranchNode): Iterate {
  const slots = node.pipe.declared.map((variable) => findSlot(compilation, variable.names[0] as string) as number)
  const body = compileBody(compilation, node.list)
  const elementSlot = slots.at(-1)
  const keySlot = slots.length > 1 ? slots[0] : undefined
  return (state, key, element) => {
    state.scope.spending.step(state)
    state.dot = element
    if (elementSlot !== undefined) {
      state.variables[elementSlot] = element
      state.variables[elementSlot + 1] = state.dotIsInterface
    }
    if (keySlot !== undefined) state.variables[keySlot] = key
    return body(state)
  }
}

function rangeOver(state: State, value: Slot, loop: { iterate: Iterate; variables: number }): number {
  if (value === undefined || value === null) return EMPTY
  const inside: Slot = value instanceof GoObject ? value.underlying() : value
  state.dotIsInterface = holdsInterfaces(inside)
  if (Array.isArray(inside)) return rangeOverList(state, inside, loop.iterate)
  if (inside instanceof Map) return rangeOverMap(state, inside, loop.iterate)
  if (inside instanceof Uint8Array) {
    return rangeOverList(
      state,
      Array.from(inside, (byte) => int(byte, 'uint8')),
      loop.iterate,
    )
  }
  if (inside instanceof Int && state.scope.rangesOverInts) return rangeOverInt(state, inside, loop)
  throw failure(state, `range can't iterate over ${printed(value)}`)
}

function rangeOverList(state: State, list: readonly Value[], iterate: Iterate): number {
  const { length } = list
  if (length === 0) return EMPTY
  const isInterface = state.dotIsInterface
  for (let index = 0; index < length; index++) {
    state.dotIsInterface = isInterface
    if (iterate(state, int(index), list[index]) === BREAK) break
  }
  return NORMAL
}

function rangeOverMap(state: State, map: GoMap, iterate: Iterate): number {
  if (map.size === 0) return EMPTY
  const keys = sortedKeys(map)
  const values = keys.map((key) => map.get(key))
  const isInterface = state.dotIsInterface
  for (let index = 0; index < keys.length; index++) {
    state.dotIsInterface = isInterface
    if (iterate(state, keys[index], values[index]) === BREAK) break
  }
  return NORMAL
}

function rangeOverInt(state: State, limit: Int, loop: { iterate: Iterate; variables: number }): number {
  if (loop.variables > 1) {
    throw failure(state, `can't use ${limit.value} to iterate over more than one variable`)
  }
  if (limit.value <= 0n) return EMPTY
  for (let at = 0n; at < limit.value; at++) {
    state.dotIsInterface = false
    if (loop.iterate(state, undefined, int(at, limit.kind)) === BREAK) break
  }
  return NORMAL
}

function compileCallTemplate(compilation: Compilation, node: TemplateNode): Step {
  const evaluate: Eval = node.pipe === undefined ? () => undefined : compilePipe(compilation, node.pipe)
  return (state) => {
    const { scope } = state
    scope.spending.step(state)
    state.node = node
    const template = scope.template(node.name)
    if (template === undefined) throw failure(state, `template ${quoteGo(node.name)} not defined`)
    const inner = new State(scope, template, evaluate(state))
    scope.spending.enter(state)
    scope.tracer?.enter(node.name, locate(state.template.source, node.pos))
    runTemplate(inner)
    scope.tracer?.leave()
    scope.spending.leave()
    state.out += inner.out
    return NORMAL
  }
}
