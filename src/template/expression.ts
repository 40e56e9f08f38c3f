import { type Argument, compileCall } from './call.ts'
import {
  LONG_WAY,
  methodOf,
  quickFields,
  type Receiver,
  refuseArguments,
  traceFields,
  walkFields,
  walkToLast,
} from './fields.ts'
import {
  type ChainNode,
  type CommandNode,
  describeNode,
  type FieldNode,
  type IdentifierNode,
  type OperandNode,
  type PipeNode,
  type VariableNode,
} from './node.ts'
import { freeLiteral } from './parameters.ts'
import { quoteGo } from './quote.ts'
import { type Eval, failure, type Slot, type State } from './state.ts'
import type { GoFunction } from './value.ts'

/** The variables in sight while a template is compiled, in the order in which Go stacks them. */
export interface Compilation {
  readonly traced: boolean
  readonly variables: string[]
}

/** A command: `final` is what the pipe brought, when there is a pipe before it. */
type Command = (state: State, final: Slot) => Slot

/** Where a chain of fields starts. */
type Start = (state: State) => Receiver

/** Compiles a pipeline with its declarations and assignments; nil comes out as Go's invalid value. */
export function compilePipe(compilation: Compilation, pipe: PipeNode): Eval {
  const run = compileCommands(compilation, pipe)
  if (pipe.declared.length === 0) return run
  const slots = pipe.declared.map((variable) => slotFor(compilation, variable, pipe.assigns))
  const names = pipe.declared.map((variable) => variable.names[0] as string)
  return (state) => {
    const value = run(state)
    slots.forEach((slot, index) => {
      if (slot === undefined) throw failure(state, `undefined variable: ${names[index]}`)
      state.variables[slot] = value
      state.variables[slot + 1] = false
    })
    return value
  }
}

function compileCommands(compilation: Compilation, pipe: PipeNode): Eval {
  const { commands } = pipe
  if (commands.length === 1) return single(pipe, compileCommand(compilation, commands[0] as CommandNode, false))
  return several(
    pipe,
    commands.map((command, index) => compileCommand(compilation, command, index > 0)),
  )
}

/** Finds the slot of a variable that is assigned, or makes one for a variable that is declared. */
function slotFor(compilation: Compilation, variable: VariableNode, assigns: boolean): number | undefined {
  const name = variable.names[0] as string
  if (assigns) return findSlot(compilation, name)
  compilation.variables.push(name)
  return (compilation.variables.length - 1) * 2
}

/** The slot of the variable that was declared last under this name. */
export function findSlot(compilation: Compilation, name: string): number | undefined {
  const at = compilation.variables.lastIndexOf(name)
  return at === -1 ? undefined : at * 2
}

function single(pipe: PipeNode, command: Command): Eval {
  return (state) => {
    state.node = pipe
    const value = command(state, undefined)
    return value === null ? undefined : value
  }
}

function several(pipe: PipeNode, commands: readonly Command[]): Eval {
  return (state) => {
    state.node = pipe
    let value: Slot
    for (const command of commands) {
      value = command(state, value)
      if (value === null) value = undefined
    }
    return value
  }
}

function compileCommand(compilation: Compilation, command: CommandNode, piped: boolean): Command {
  const first = command.operands[0] as OperandNode
  const hasArguments = command.operands.length > 1 || piped
  switch (first.kind) {
    case 'identifier':
      return compileFunction(first, { node: command, args: compileArguments(compilation, command), piped })
    case 'field':
    case 'chain':
      if (hasArguments) return compileMethod(compilation, first, { command, piped })
      return compileOperand(compilation, first)
    case 'variable':
      if (hasArguments && first.names.length > 1) return compileMethod(compilation, first, { command, piped })
      return hasArguments ? notAFunction(first) : compileOperand(compilation, first)
    case 'pipe':
      return hasArguments ? refusal(first) : compilePipe(compilation, first)
    case 'dot':
      return hasArguments ? notAFunction(first) : compileOperand(compilation, first)
    default:
      return hasArguments ? notAFunction(first) : compileLiteral(first)
  }
}

/** As `notAFunction`, for a parenthesised pipeline, at which Go does not move the error. */
function refusal(node: OperandNode): Command {
  return (state) => {
    throw failure(state, `can't give argument to non-function ${describeNode(node)}`)
  }
}

function notAFunction(node: OperandNode): Command {
  return (state) => {
    state.node = node
    throw failure(state, `can't give argument to non-function ${describeNode(node)}`)
  }
}

function compileLiteral(node: OperandNode): Command {
  const value = node.kind === 'nil' ? { complaint: 'nil is not a command' } : freeLiteral(node)
  return (state) => {
    state.node = node
    if (typeof value === 'object' && value !== null && 'complaint' in value) throw failure(state, value.complaint)
    return value
  }
}

function compileArguments(compilation: Compilation, command: CommandNode): Argument[] {
  return command.operands.slice(1).map((node) => ({ node, eval: compileArgument(compilation, node) }))
}

/** An argument that is no literal; undefined for literals, whose value depends on the parameter. */
function compileArgument(compilation: Compilation, node: OperandNode): Eval | undefined {
  switch (node.kind) {
    case 'dot':
    case 'field':
    case 'variable':
    case 'pipe':
    case 'identifier':
    case 'chain':
      return compileOperand(compilation, node)
    default:
      return undefined
  }
}

/** An operand on its own, without arguments. */
function compileOperand(compilation: Compilation, node: OperandNode): Eval {
  switch (node.kind) {
    case 'dot':
      return (state) => {
        state.node = node
        return state.dot
      }
    case 'field':
      return fieldsOf(compilation, node)
    case 'variable':
      return compileVariable(compilation, node)
    case 'pipe':
      return compileParenthesised(compilation, node)
    case 'identifier': {
      const call = compileFunction(node, { node, args: [], piped: false })
      return (state) => call(state, undefined)
    }
    case 'chain':
      return fieldsFrom(compilation, node, compileStart(compilation, node))
    default:
      return (state) => compileLiteral(node)(state, undefined)
  }
}

function compileParenthesised(compilation: Compilation, node: PipeNode): Eval {
  const run = compilePipe(compilation, node)
  return (state) => {
    state.node = node
    return run(state)
  }
}

function fieldsOf(compilation: Compilation, node: FieldNode): Eval {
  const { names } = node
  if (compilation.traced) return fieldsFrom(compilation, node, compileStart(compilation, node))
  let slow: Eval | undefined
  return (state) => {
    const found = quickFields(state.dot, names)
    if (found === LONG_WAY) {
      slow ??= fieldsFrom(compilation, node, compileStart(compilation, node))
      return slow(state)
    }
    state.node = node
    return found
  }
}

function fieldsFrom(compilation: Compilation, node: FieldNode | VariableNode | ChainNode, start: Start): Eval {
  const names = node.kind === 'variable' ? node.names.slice(1) : node.names
  const path = { names, end: names.length }
  const walk = compilation.traced ? traceFields : walkFields
  return (state) => {
    state.node = node
    return walk(state, start(state), path)
  }
}

function compileStart(compilation: Compilation, node: FieldNode | VariableNode | ChainNode): Start {
  if (node.kind === 'field') return (state) => ({ value: state.dot, isInterface: state.dotIsInterface })
  if (node.kind === 'chain') {
    const inner = compileOperand(compilation, node.node)
    return (state) => ({ value: inner(state), isInterface: false })
  }
  const name = node.names[0] as string
  const slot = findSlot(compilation, name)
  if (slot === undefined) return undefinedVariable(name)
  return ({ variables }) => ({ value: variables[slot] as Slot, isInterface: variables[slot + 1] as boolean })
}

function undefinedVariable(name: string): (state: State) => never {
  return (state) => {
    throw failure(state, `undefined variable: ${name}`)
  }
}

function compileVariable(compilation: Compilation, node: VariableNode): Eval {
  const [name = '', ...names] = node.names
  const slot = findSlot(compilation, name)
  if (names.length > 0) return fieldsOfVariable(compilation, node, { slot, names })
  const unknown = undefinedVariable(name)
  return (state) => {
    state.node = node
    return slot === undefined ? unknown(state) : (state.variables[slot] as Slot)
  }
}

function fieldsOfVariable(
  compilation: Compilation,
  node: VariableNode,
  access: { slot: number | undefined; names: readonly string[] },
): Eval {
  const { slot, names } = access
  const slow = fieldsFrom(compilation, node, compileStart(compilation, node))
  if (compilation.traced || slot === undefined) return slow
  return (state) => {
    const found = quickFields(state.variables[slot] as Slot, names)
    if (found === LONG_WAY) return slow(state)
    state.node = node
    return found
  }
}

function compileFunction(
  node: IdentifierNode,
  site: { node: CommandNode | IdentifierNode; args: readonly Argument[]; piped: boolean },
): Command {
  const { name } = node
  const { args, piped } = site
  const call = compileCall({ name, node: site.node, args, piped })
  let layers: unknown
  let fn: GoFunction | undefined
  return (state, final) => {
    state.node = node
    if (layers !== state.scope.functions) {
      layers = state.scope.functions
      fn = state.scope.function(name)
    }
    if (fn === undefined) throw failure(state, `${quoteGo(name)} is not a defined function`)
    return call(state, fn, final)
  }
}

/** Fields of which the last gets arguments: it must be a method. */
function compileMethod(
  compilation: Compilation,
  node: FieldNode | VariableNode | ChainNode,
  use: { command: CommandNode; piped: boolean },
): Command {
  const start = compileStart(compilation, node)
  const names = node.kind === 'variable' ? node.names.slice(1) : node.names
  const name = names.at(-1) as string
  const args = compileArguments(compilation, use.command)
  const call = compileCall({ name, node, args, piped: use.piped })
  return (state, final) => {
    state.node = node
    const receiver = walkToLast(state, start(state), names)
    const { value } = receiver
    const method = methodOf(state, value, name)
    if (method !== undefined) return call(state, method, final)
    if (value === undefined || value === null) return walkFields(state, receiver, { names: [name], end: 1 })
    throw refuseArguments(state, receiver, name)
  }
}
