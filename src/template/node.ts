import { quoteGo } from './quote.ts'

/** A node of a parsed template; `pos` counts UTF-16 units from the start of the text. */
export type Node = StatementNode | PipeNode | CommandNode | OperandNode

/** What stands between other text and actions. */
export type StatementNode = TextNode | ActionNode | BranchNode | TemplateNode | LoopControlNode | ListNode | EndNode

/** What a command is made of. */
export type OperandNode =
  | FieldNode
  | VariableNode
  | ChainNode
  | IdentifierNode
  | ConstantNode
  | NumberNode
  | StringNode
  | PipeNode

/** Literal text. */
export interface TextNode {
  readonly kind: 'text'
  readonly pos: number
  readonly text: string
}

/** `{{ pipeline }}`. */
export interface ActionNode {
  readonly kind: 'action'
  readonly pos: number
  readonly pipe: PipeNode
}

/** `if`, `with`, `range`. */
export interface BranchNode {
  readonly kind: 'if' | 'with' | 'range'
  readonly pos: number
  readonly pipe: PipeNode
  readonly list: ListNode
  readonly elseList: ListNode | undefined
}

/** `{{ template "name" pipeline }}`, also what is left of a `block`. */
export interface TemplateNode {
  readonly kind: 'template'
  readonly pos: number
  readonly name: string
  readonly pipe: PipeNode | undefined
}

/** `break` and `continue`. */
export interface LoopControlNode {
  readonly kind: 'break' | 'continue'
  readonly pos: number
}

/** A sequence of statements. */
export interface ListNode {
  readonly kind: 'list'
  readonly pos: number
  readonly nodes: StatementNode[]
}

/** `end` and `else`: seen by the parser only. */
export interface EndNode {
  readonly kind: 'end' | 'else'
  readonly pos: number
}

/** Commands, with declared or assigned variables. */
export interface PipeNode {
  readonly kind: 'pipe'
  readonly pos: number
  assigns: boolean
  declared: readonly VariableNode[]
  readonly commands: CommandNode[]
}

/** Operands up to a pipe symbol. */
export interface CommandNode {
  readonly kind: 'command'
  readonly pos: number
  readonly operands: OperandNode[]
}

/** `.a.b`. */
export interface FieldNode {
  readonly kind: 'field'
  readonly pos: number
  readonly names: readonly string[]
}

/** `$x.a.b`: the variable, then fields. */
export interface VariableNode {
  readonly kind: 'variable'
  readonly pos: number
  readonly names: readonly string[]
}

/** `(…).a.b`. */
export interface ChainNode {
  readonly kind: 'chain'
  readonly pos: number
  readonly node: OperandNode
  readonly names: string[]
}

/** The name of a function. */
export interface IdentifierNode {
  readonly kind: 'identifier'
  readonly pos: number
  readonly name: string
}

/** `.`, `nil`, `true`, `false`. */
export interface ConstantNode {
  readonly kind: 'dot' | 'nil' | 'true' | 'false'
  readonly pos: number
}

/** A number under each type that can hold it (Go's ideal constants). */
export interface NumberNode {
  readonly kind: 'number'
  readonly pos: number
  readonly text: string
  readonly int: bigint | undefined
  readonly uint: bigint | undefined
  readonly float: number | undefined
  readonly complex: readonly [real: number, imaginary: number] | undefined
}

/** A string: as written, and its value. */
export interface StringNode {
  readonly kind: 'string'
  readonly pos: number
  readonly quoted: string
  readonly text: string
}

/** A node as Go writes it back; what stands between `<` and `>` in errors. */
export function describeNode(node: Node): string {
  switch (node.kind) {
    case 'text':
      return node.text
    case 'list':
      return node.nodes.map(describeNode).join('')
    case 'action':
      return `{{${describeNode(node.pipe)}}}`
    case 'if':
    case 'with':
    case 'range':
      return describeBranch(node)
    case 'template':
      return `{{template ${quoteGo(node.name)}${node.pipe === undefined ? '' : ` ${describeNode(node.pipe)}`}}}`
    case 'break':
    case 'continue':
    case 'end':
    case 'else':
      return `{{${node.kind}}}`
    case 'pipe':
      return describePipe(node)
    case 'command':
      return node.operands.map(describeOperand).join(' ')
    default:
      return describeTerm(node)
  }
}

/** Whether nothing but space and definitions is left: such a body does not replace another. */
export function isEmptyTree(list: ListNode): boolean {
  return list.nodes.every((node) => node.kind === 'text' && node.text.trim() === '')
}

function describeTerm(node: Exclude<OperandNode, PipeNode>): string {
  switch (node.kind) {
    case 'field':
      return `.${node.names.join('.')}`
    case 'variable':
      return node.names.join('.')
    case 'chain':
      return `${describeOperand(node.node)}.${node.names.join('.')}`
    case 'identifier':
      return node.name
    case 'dot':
      return '.'
    case 'number':
      return node.text
    case 'string':
      return node.quoted
    default:
      return node.kind
  }
}

function describeOperand(node: OperandNode): string {
  return node.kind === 'pipe' ? `(${describePipe(node)})` : describeTerm(node)
}

function describePipe(node: PipeNode): string {
  const commands = node.commands.map(describeNode).join(' | ')
  if (node.declared.length === 0) return commands
  return `${node.declared.map(describeNode).join(', ')} ${node.assigns ? '=' : ':='} ${commands}`
}

function describeBranch(node: BranchNode): string {
  const otherwise = node.elseList === undefined ? '' : `{{else}}${describeNode(node.elseList)}`
  return `{{${node.kind} ${describePipe(node.pipe)}}}${describeNode(node.list)}${otherwise}{{end}}`
}
