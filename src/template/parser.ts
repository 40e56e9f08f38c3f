import { describeToken, Lexer, type Token, type TokenType } from './lexer.ts'
import {
  type BranchNode,
  type ChainNode,
  type CommandNode,
  describeNode,
  type EndNode,
  isEmptyTree,
  type ListNode,
  type OperandNode,
  type PipeNode,
  type StatementNode,
} from './node.ts'
import { type NumberToken, parseNumber } from './number.ts'
import { quoteGo, unquoteGo } from './quote.ts'
import { type ParsedText, type ParseOptions, SyntaxFault, type Tree } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

const OPERAND_STARTS: ReadonlySet<TokenType> = new Set([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
])

const COMMENT = /\{\{(?:-\s)?\/\*.*?\*\/(?:\s-)?\}\}/gs
const NOT_EXECUTABLE: ReadonlySet<string> = new Set(['true', 'false', 'dot', 'nil', 'number', 'string'])

/** Parses a template as Go's text/template/parse does. Throws `SyntaxFault` with Go's text. */
export function parseTemplate(name: string, text: string, options: ParseOptions): ParsedText {
  return new Parser(text, options).parse(name)
}

class Parser {
  private readonly tokens: TokenStream
  private readonly options: ParseOptions
  private readonly hasFunction: (name: string) => boolean
  private readonly trees = new Map<string, Tree>()
  private readonly functions = new Set<string>()
  private variables: string[] = ['$']
  private rangeDepth = 0
  /** Where the action that is being read began. */
  private actionStart: number | undefined
  private readonly text: string

  constructor(text: string, options: ParseOptions) {
    const { hasFunction } = options
    this.text = text
    this.options = options
    this.hasFunction = hasFunction
    this.tokens = new TokenStream(new Lexer(text, { loopWords: !hasFunction('break') }))
  }

  parse(name: string): ParsedText {
    const root: ListNode = { kind: 'list', pos: this.tokens.peek().pos, nodes: [] }
    while (this.tokens.peek().type !== 'eof') {
      if (this.atDefinition()) {
        this.definition()
        continue
      }
      const node = this.textOrAction()
      if (node.kind === 'end' || node.kind === 'else') this.fail(`unexpected ${describeNode(node)}`)
      root.nodes.push(node)
    }
    this.add({ name, root })
    return { trees: this.trees, functions: this.functions }
  }

  private atDefinition(): boolean {
    if (this.tokens.peek().type !== 'leftDelim') return false
    const delim = this.tokens.next()
    if (this.tokens.nextNonSpace().type === 'define') return true
    this.tokens.backup2(delim)
    return false
  }

  private definition(): void {
    const context = 'define clause'
    const token = this.tokens.nextNonSpace()
    if (token.type !== 'string' && token.type !== 'rawString') this.unexpected(token, context)
    const name = this.unquote(token.text)
    this.expect('rightDelim', context)
    this.body(name, context)
  }

  /** The body of a `define` or `block`: no variables or loops from outside. */
  private body(name: string, context: string): void {
    const outer = { variables: this.variables, rangeDepth: this.rangeDepth, token: this.tokens.latest }
    this.variables = ['$']
    this.rangeDepth = 0
    this.actionStart = undefined
    const [root, end] = this.itemList()
    const at = context === 'block clause' ? outer.token : undefined
    if (end.kind !== 'end') this.fail(`unexpected ${describeNode(end)} in ${context}`, at)
    this.add({ name, root })
    this.variables = outer.variables
    this.rangeDepth = outer.rangeDepth
  }

  private add(tree: Tree): void {
    const present = this.trees.get(tree.name)
    if (present === undefined || isEmptyTree(present.root)) this.trees.set(tree.name, tree)
    else if (!isEmptyTree(tree.root)) {
      this.fail(`template: multiple definition of template ${quoteGo(tree.name)}`)
    }
  }

  private itemList(): [ListNode, EndNode] {
    const list: ListNode = { kind: 'list', pos: this.tokens.peekNonSpace().pos, nodes: [] }
    while (this.tokens.peekNonSpace().type !== 'eof') {
      const node = this.textOrAction()
      if (node.kind === 'end' || node.kind === 'else') return [list, node]
      list.nodes.push(node)
    }
    return this.fail('unexpected EOF')
  }

  private textOrAction(): StatementNode {
    const token = this.tokens.nextNonSpace()
    if (token.type === 'text') return { kind: 'text', pos: token.pos, text: token.text }
    if (token.type !== 'leftDelim') return this.unexpected(token, 'input')
    this.actionStart = token.pos
    const node = this.action()
    this.actionStart = undefined
    return node
  }

  private action(): StatementNode {
    const token = this.tokens.nextNonSpace()
    switch (token.type) {
      case 'block':
        return this.block()
      case 'break':
      case 'continue':
        return this.loopControl(token.type, token.pos)
      case 'else':
        return this.elseAction()
      case 'end':
        return { kind: 'end', pos: this.expect('rightDelim', 'end').pos }
      case 'if':
      case 'range':
      case 'with':
        return this.branch(token.type)
      case 'template':
        return this.templateAction()
      default:
        break
    }
    this.tokens.backup()
    const { pos } = this.tokens.peek()
    return { kind: 'action', pos, pipe: this.pipeline('command', 'rightDelim') }
  }

  private loopControl(kind: 'break' | 'continue', pos: number): StatementNode {
    const token = this.tokens.nextNonSpace()
    if (token.type !== 'rightDelim') this.unexpected(token, `{{${kind}}}`)
    if (this.rangeDepth === 0) this.fail(`{{${kind}}} outside {{range}}`)
    return { kind, pos }
  }

  private elseAction(): StatementNode {
    const following = this.tokens.peekNonSpace()
    if (following.type === 'if' || following.type === 'with') return { kind: 'else', pos: following.pos }
    return { kind: 'else', pos: this.expect('rightDelim', 'else').pos }
  }

  private branch(kind: BranchNode['kind']): BranchNode {
    const outer = this.variables.length
    const pipe = this.pipeline(kind, 'rightDelim')
    if (kind === 'range') this.rangeDepth++
    const [list, next] = this.itemList()
    if (kind === 'range') this.rangeDepth--
    const elseList = next.kind === 'else' ? this.otherwise(kind, next.pos) : undefined
    this.variables.length = outer
    return { kind, pos: pipe.pos, pipe, list, elseList }
  }

  private otherwise(kind: BranchNode['kind'], pos: number): ListNode {
    if (kind !== 'range' && this.tokens.peek().type === kind) {
      this.tokens.next()
      return { kind: 'list', pos, nodes: [this.branch(kind)] }
    }
    const [list, end] = this.itemList()
    if (end.kind !== 'end') this.fail(`expected end; found ${describeNode(end)}`)
    return list
  }

  private block(): StatementNode {
    const context = 'block clause'
    const token = this.tokens.nextNonSpace()
    const name = this.templateName(token, context)
    const pipe = this.pipeline(context, 'rightDelim')
    this.body(name, context)
    return { kind: 'template', pos: token.pos, name, pipe }
  }

  private templateAction(): StatementNode {
    const context = 'template clause'
    const token = this.tokens.nextNonSpace()
    const name = this.templateName(token, context)
    if (this.tokens.nextNonSpace().type === 'rightDelim')
      return { kind: 'template', pos: token.pos, name, pipe: undefined }
    this.tokens.backup()
    return { kind: 'template', pos: token.pos, name, pipe: this.pipeline(context, 'rightDelim') }
  }

  private templateName(token: Token, context: string): string {
    if (token.type === 'string' || token.type === 'rawString') return this.unquote(token.text)
    return this.unexpected(token, context)
  }

  private pipeline(context: string, end: TokenType): PipeNode {
    const pipe: PipeNode = {
      kind: 'pipe',
      pos: this.tokens.peekNonSpace().pos,
      assigns: false,
      declared: [],
      commands: [],
    }
    while (this.declaration(pipe, context));
    for (;;) {
      const token = this.tokens.nextNonSpace()
      if (token.type === end) {
        this.checkPipeline(pipe, context)
        return pipe
      }
      if (!OPERAND_STARTS.has(token.type)) this.unexpected(token, context)
      this.tokens.backup()
      pipe.commands.push(this.command())
    }
  }

  /** Reads `$x :=`, `$x =` or `$x,`; true when another variable has to follow. */
  private declaration(pipe: PipeNode, context: string): boolean {
    const variable = this.tokens.peekNonSpace()
    if (variable.type !== 'variable') return false
    this.tokens.next()
    const adjacent = this.tokens.peek()
    const following = this.tokens.peekNonSpace()
    const comma = following.type === 'char' && following.text === ','
    if (comma || following.type === 'assign' || following.type === 'declare') {
      this.tokens.nextNonSpace()
      pipe.assigns = following.type === 'assign'
      pipe.declared.push({ kind: 'variable', pos: variable.pos, names: [variable.text] })
      this.variables.push(variable.text)
      return comma && this.secondVariable(pipe, context)
    }
    if (adjacent.type === 'space') this.tokens.backup3(variable, adjacent)
    else this.tokens.backup2(variable)
    return false
  }

  private secondVariable(pipe: PipeNode, context: string): boolean {
    if (context !== 'range' || pipe.declared.length >= 2) this.fail(`too many declarations in ${context}`)
    const { type } = this.tokens.peekNonSpace()
    if (type === 'variable' || type === 'rightDelim' || type === 'rightParen') return true
    return this.fail('range can only initialize variables')
  }

  private checkPipeline(pipe: PipeNode, context: string): void {
    if (pipe.commands.length === 0) this.fail(`missing value for ${context}`)
    pipe.commands.forEach((command, index) => {
      if (index > 0 && NOT_EXECUTABLE.has((command.operands[0] as OperandNode).kind)) {
        this.fail(`non executable command in pipeline stage ${index + 1}`)
      }
    })
  }

  private command(): CommandNode {
    const command: CommandNode = { kind: 'command', pos: this.tokens.peekNonSpace().pos, operands: [] }
    for (;;) {
      this.tokens.peekNonSpace()
      const operand = this.operand()
      if (operand !== undefined) command.operands.push(operand)
      const token = this.tokens.next()
      if (token.type === 'space') continue
      if (token.type === 'rightDelim' || token.type === 'rightParen') this.tokens.backup()
      else if (token.type !== 'pipe') this.unexpected(token, 'operand')
      break
    }
    if (command.operands.length === 0) this.fail('empty command')
    return command
  }

  private operand(): OperandNode | undefined {
    const node = this.term()
    if (node === undefined || this.tokens.peek().type !== 'field') return node
    const chain: ChainNode = { kind: 'chain', pos: this.tokens.peek().pos, node, names: [] }
    while (this.tokens.peek().type === 'field') chain.names.push(this.tokens.next().text.slice(1))
    if (node.kind === 'field' || node.kind === 'variable') {
      return { kind: node.kind, pos: chain.pos, names: [...node.names, ...chain.names] }
    }
    if (NOT_EXECUTABLE.has(node.kind)) this.fail(`unexpected . after term ${quoteGo(describeNode(node))}`)
    return chain
  }

  private term(): OperandNode | undefined {
    const token = this.tokens.nextNonSpace()
    const { pos, text } = token
    switch (token.type) {
      case 'identifier':
        return this.identifier(token)
      case 'dot':
      case 'nil':
        return { kind: token.type, pos }
      case 'bool':
        return { kind: text === 'true' ? 'true' : 'false', pos }
      case 'variable':
        return this.variable(token)
      case 'field':
        return { kind: 'field', pos, names: [text.slice(1)] }
      case 'charConstant':
      case 'complex':
      case 'number':
        return this.number(token, token.type)
      case 'leftParen':
        return this.pipeline('parenthesized pipeline', 'rightParen')
      case 'string':
      case 'rawString':
        return { kind: 'string', pos, quoted: text, text: this.unquote(text) }
      default:
        this.tokens.backup()
        return undefined
    }
  }

  private identifier(token: Token): OperandNode {
    if (!this.functions.has(token.text)) {
      if (!this.hasFunction(token.text)) this.fail(`function ${quoteGo(token.text)} not defined`)
      this.functions.add(token.text)
    }
    return { kind: 'identifier', pos: token.pos, name: token.text }
  }

  private variable(token: Token): OperandNode {
    if (!this.variables.includes(token.text)) this.fail(`undefined variable ${quoteGo(token.text)}`)
    return { kind: 'variable', pos: token.pos, names: [token.text] }
  }

  private number(token: Token, type: NumberToken): OperandNode {
    try {
      return parseNumber(token.text, type, token.pos)
    } catch (error) {
      return this.fail((error as Error).message)
    }
  }

  private unquote(quoted: string): string {
    return unquoteGo(quoted) ?? this.fail('invalid syntax')
  }

  private expect(type: TokenType, context: string): Token {
    const token = this.tokens.nextNonSpace()
    return token.type === type ? token : this.unexpected(token, context)
  }

  private unexpected(token: Token, context: string): never {
    if (token.type !== 'error') return this.fail(`unexpected ${describeToken(token)} in ${context}`)
    return this.fail(`${describeToken(token)}${this.startedAt(token)}`)
  }

  /** Says where an action began when it did not end on the same line; `\0` stands for the file. */
  private startedAt(token: Token): string {
    if (this.actionStart === undefined) return ''
    const line = this.lineOf(this.actionStart)
    if (line === this.lineOf(token.pos)) return ''
    return `${token.text.endsWith(' action') ? '' : ' in action'} started at \0:${line}`
  }

  private fail(reason: string, at = this.tokens.latest): never {
    throw new SyntaxFault(reason, this.lineOf(at?.pos ?? 0))
  }

  private lineOf(pos: number): number {
    const before = this.text.slice(0, pos)
    const counted = this.options.skipsCommentLines ? before.replace(COMMENT, '{{}}') : before
    return counted.split('\n').length
  }
}
