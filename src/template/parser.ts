import { Lexer } from './lexer.ts'
import {
  type BranchNode,
  type CommandNode,
  describeNode,
  type EndNode,
  isEmptyTree,
  type ListNode,
  type OperandNode,
  type PipeNode,
  type StatementNode,
  type StringNode,
  type VariableNode,
} from './node.ts'
import { parseNumber } from './number.ts'
import { quoteGo, unquoteGo } from './quote.ts'
import { BRANCHES, lineAt, type ParsedText, type ParseOptions, SyntaxFault, type Tree } from './syntax.ts'
import * as token from './token.ts'

const NOT_EXECUTABLE: ReadonlySet<string> = new Set(['true', 'false', 'dot', 'nil', 'number', 'string'])

const NONE_DECLARED: readonly VariableNode[] = []
const NO_END: EndNode = { kind: 'end', pos: 0 }

/** Parses a template as Go's text/template/parse does. Throws `SyntaxFault` with Go's text. */
export function parseTemplate(name: string, text: string, options: ParseOptions): ParsedText {
  return new Parser(text, options).parse(name)
}

class Parser {
  private readonly lexer: Lexer
  private readonly options: ParseOptions
  private readonly trees = new Map<string, Tree>()
  private readonly functions = new Set<string>()
  private variables: string[] = ['$']
  private rangeDepth = 0
  /** Where the action that is being read began. */
  private actionStart: number | undefined
  /** What ended the last list. */
  private closer = NO_END
  /** A variable that was read and declares nothing: the first operand of the command that comes. */
  private ahead: VariableNode | undefined
  private readonly text: string

  constructor(text: string, options: ParseOptions) {
    this.text = text
    this.options = options
    this.lexer = new Lexer(text, { loopWords: !options.hasFunction('break') })
  }

  parse(name: string): ParsedText {
    const { lexer } = this
    lexer.peek()
    const root: ListNode = { kind: 'list', pos: lexer.start, nodes: [] }
    while (lexer.peek() !== token.EOF) {
      const isText = lexer.next() !== token.LEFT_DELIM
      const { start } = lexer
      if (!isText && lexer.next() === token.DEFINE) {
        this.definition()
        continue
      }
      if (!isText) lexer.back()
      const node = isText ? this.textNode() : this.actionAt(start)
      if (node === undefined) this.fail(`unexpected ${describeNode(this.closer)}`)
      else root.nodes.push(node)
    }
    this.add({ name, root })
    return { trees: this.trees, functions: this.functions }
  }

  private definition(): void {
    const context = 'define clause'
    this.lexer.next()
    const name = this.templateName(context)
    this.expect(token.RIGHT_DELIM, context)
    this.body(name, context)
  }

  /** The body of a `define` or `block`: no variables or loops from outside. */
  private body(name: string, context: string): void {
    const outer = { variables: this.variables, rangeDepth: this.rangeDepth, start: this.lexer.start }
    this.variables = ['$']
    this.rangeDepth = 0
    this.actionStart = undefined
    const root = this.itemList()
    const at = context === 'block clause' ? outer.start : undefined
    if (this.closer.kind !== 'end') this.fail(`unexpected ${describeNode(this.closer)} in ${context}`, at)
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

  /** Statements up to an `end` or `else`, which is then in `closer`. */
  private itemList(): ListNode {
    const { lexer } = this
    const nodes: StatementNode[] = []
    let kind = lexer.next()
    const { start } = lexer
    for (; kind !== token.EOF; kind = lexer.next()) {
      const node = kind === token.LEFT_DELIM ? this.endOrAction() : this.textNode()
      if (node === undefined) return { kind: 'list', pos: start, nodes }
      nodes.push(node)
    }
    return this.fail('unexpected EOF')
  }

  private textNode(): StatementNode {
    const { lexer } = this
    if (lexer.kind !== token.TEXT) return this.unexpected('input')
    return { kind: 'text', pos: lexer.start, text: lexer.slice() }
  }

  private endOrAction(): StatementNode | undefined {
    const { lexer } = this
    if (!lexer.takeEnd()) return this.actionAt(lexer.start)
    this.closer = { kind: 'end', pos: lexer.start }
    return undefined
  }

  private actionAt(start: number): StatementNode | undefined {
    this.actionStart = start
    const node = this.action()
    this.actionStart = undefined
    return node
  }

  /** Undefined for `end` and `else`. */
  private action(): StatementNode | undefined {
    const { lexer } = this
    const kind = lexer.next()
    if (kind >= token.FIRST_OPERAND) return this.pipelineAction()
    if (kind === token.END) {
      this.expect(token.RIGHT_DELIM, 'end')
      this.closer = { kind: 'end', pos: lexer.start }
      return undefined
    }
    const branch = BRANCHES.get(kind)
    if (branch !== undefined) return this.branch(branch)
    return this.rareAction(kind)
  }

  private rareAction(kind: number): StatementNode | undefined {
    const { lexer } = this
    switch (kind) {
      case token.ELSE:
        this.elseAction()
        return undefined
      case token.TEMPLATE:
        return this.templateAction()
      case token.BLOCK:
        return this.block()
      case token.BREAK:
        return this.loopControl('break', lexer.start)
      case token.CONTINUE:
        return this.loopControl('continue', lexer.start)
    }
    return this.pipelineAction()
  }

  private pipelineAction(): StatementNode {
    const pos = this.lexer.start
    return { kind: 'action', pos, pipe: this.pipelineHere('command', token.RIGHT_DELIM) }
  }

  private loopControl(kind: 'break' | 'continue', pos: number): StatementNode {
    if (this.lexer.next() !== token.RIGHT_DELIM) this.unexpected(`{{${kind}}}`)
    if (this.rangeDepth === 0) this.fail(`{{${kind}}} outside {{range}}`)
    return { kind, pos }
  }

  private elseAction(): void {
    const following = this.lexer.peek()
    if (following !== token.IF && following !== token.WITH) this.expect(token.RIGHT_DELIM, 'else')
    this.closer = { kind: 'else', pos: this.lexer.start }
  }

  private branch(kind: BranchNode['kind']): BranchNode {
    const outer = this.variables.length
    const pipe = this.pipeline(kind, token.RIGHT_DELIM)
    if (kind === 'range') this.rangeDepth++
    const list = this.itemList()
    if (kind === 'range') this.rangeDepth--
    const elseList = this.closer.kind === 'else' ? this.otherwise(kind, this.closer.pos) : undefined
    this.variables.length = outer
    return { kind, pos: pipe.pos, pipe, list, elseList }
  }

  private otherwise(kind: BranchNode['kind'], pos: number): ListNode {
    if (kind !== 'range' && BRANCHES.get(this.lexer.peek()) === kind) {
      this.lexer.next()
      return { kind: 'list', pos, nodes: [this.branch(kind)] }
    }
    const list = this.itemList()
    if (this.closer.kind !== 'end') this.fail(`expected end; found ${describeNode(this.closer)}`)
    return list
  }

  private block(): StatementNode {
    const context = 'block clause'
    this.lexer.next()
    const { start } = this.lexer
    const name = this.templateName(context)
    const pipe = this.pipeline(context, token.RIGHT_DELIM)
    this.body(name, context)
    return { kind: 'template', pos: start, name, pipe }
  }

  private templateAction(): StatementNode {
    const context = 'template clause'
    const { lexer } = this
    lexer.next()
    const { start } = lexer
    const name = this.templateName(context)
    const isAlone = lexer.next() === token.RIGHT_DELIM
    return {
      kind: 'template',
      pos: start,
      name,
      pipe: isAlone ? undefined : this.pipelineHere(context, token.RIGHT_DELIM),
    }
  }

  private templateName(context: string): string {
    const { kind } = this.lexer
    if (kind !== token.STRING && kind !== token.RAW_STRING) return this.unexpected(context)
    return this.stringNode().text
  }

  private pipeline(context: string, end: number): PipeNode {
    this.lexer.next()
    return this.pipelineHere(context, end)
  }

  /** The pipeline whose first token is the present one; `end`, which closes it, is the present token afterwards. */
  private pipelineHere(context: string, end: number): PipeNode {
    const { lexer } = this
    const commands: CommandNode[] = []
    const pipe: PipeNode = { kind: 'pipe', pos: lexer.start, assigns: false, declared: NONE_DECLARED, commands }
    while (lexer.kind === token.VARIABLE && this.declaration(pipe, context));
    while (this.ahead !== undefined || lexer.kind !== end) {
      if (this.ahead === undefined && lexer.kind < token.FIRST_OPERAND) this.unexpected(context)
      commands.push(this.command())
    }
    if (commands.length !== 1) this.checkPipeline(commands, context)
    return pipe
  }

  /** Takes `$x :=`, `$x =` or `$x,`; true when another variable has to follow. */
  private declaration(pipe: PipeNode, context: string): boolean {
    const { lexer } = this
    if (lexer.second !== -1) return false
    const variable: VariableNode = { kind: 'variable', pos: lexer.start, names: lexer.names }
    const following = lexer.next()
    const comma = following === token.CHAR && lexer.slice() === ','
    if (!comma && following !== token.ASSIGN && following !== token.DECLARE) {
      this.ahead = variable
      return false
    }
    pipe.assigns = following === token.ASSIGN
    pipe.declared = [...pipe.declared, variable]
    this.variables.push(variable.names[0] as string)
    if (comma && (context !== 'range' || pipe.declared.length >= 2)) this.fail(`too many declarations in ${context}`)
    lexer.next()
    return comma && this.secondVariable()
  }

  private secondVariable(): boolean {
    const { kind } = this.lexer
    if (kind === token.VARIABLE || kind === token.RIGHT_DELIM || kind === token.RIGHT_PAREN) return true
    return this.fail('range can only initialize variables')
  }

  private checkPipeline(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) this.fail(`missing value for ${context}`)
    for (let index = 1; index < commands.length; index++) {
      const first = commands[index]?.operands[0] as OperandNode
      if (NOT_EXECUTABLE.has(first.kind)) this.fail(`non executable command in pipeline stage ${index + 1}`)
    }
  }

  /** The command whose first token is the present one, with the pipe symbol behind it. */
  private command(): CommandNode {
    const { lexer } = this
    const operands: OperandNode[] = []
    const pos = this.ahead?.pos ?? lexer.start
    do operands.push(this.operand())
    while (lexer.kind >= token.FIRST_OPERAND && lexer.spaced)
    if (lexer.kind === token.PIPE) lexer.next()
    else if (lexer.kind !== token.RIGHT_DELIM && lexer.kind !== token.RIGHT_PAREN) this.unexpected('operand')
    return { kind: 'command', pos, operands }
  }

  /** A term with the fields that follow it at once; the present token afterwards is the one behind them. */
  private operand(): OperandNode {
    const { lexer, ahead } = this
    const node = ahead === undefined ? this.term() : this.variable(ahead)
    if (ahead === undefined) lexer.next()
    return lexer.kind === token.FIELD && !lexer.spaced ? this.withFields(node) : node
  }

  private withFields(node: OperandNode): OperandNode {
    const { lexer } = this
    const { start } = lexer
    const names: string[] = []
    for (; lexer.kind === token.FIELD && !lexer.spaced; lexer.next()) names.push(...lexer.names)
    if (node.kind === 'field' || node.kind === 'variable') {
      const known = node.names.length > 1
      return { kind: node.kind, pos: known ? node.pos : start, names: [...node.names, ...names] }
    }
    if (NOT_EXECUTABLE.has(node.kind)) this.fail(`unexpected . after term ${quoteGo(describeNode(node))}`, start)
    return { kind: 'chain', pos: start, node, names }
  }

  /** What the present token stands for, or starts. */
  private term(): OperandNode {
    const { lexer } = this
    const { kind, start: pos } = lexer
    if (kind === token.IDENTIFIER) return this.identifier(lexer.word, pos)
    if (kind === token.FIELD)
      return { kind: 'field', pos: lexer.second === -1 ? pos : lexer.second, names: lexer.names }
    if (kind === token.VARIABLE) {
      return this.variable({ kind: 'variable', pos: lexer.second === -1 ? pos : lexer.second, names: lexer.names })
    }
    if (kind === token.STRING || kind === token.RAW_STRING) return this.stringNode()
    if (kind === token.LEFT_PAREN) return this.pipeline('parenthesized pipeline', token.RIGHT_PAREN)
    if (kind === token.DOT) return { kind: 'dot', pos }
    if (kind === token.NIL) return { kind: 'nil', pos }
    if (kind === token.BOOL) return { kind: lexer.word === 'true' ? 'true' : 'false', pos }
    return this.number(kind)
  }

  private stringNode(): StringNode {
    const { lexer } = this
    const quoted = lexer.slice()
    const text = lexer.isPlain ? this.text.slice(lexer.start + 1, lexer.end - 1) : unquoteGo(quoted)
    return { kind: 'string', pos: lexer.start, quoted, text: text ?? this.fail('invalid syntax') }
  }

  private identifier(name: string, pos: number): OperandNode {
    if (!this.functions.has(name)) {
      if (!this.options.hasFunction(name)) this.fail(`function ${quoteGo(name)} not defined`)
      this.functions.add(name)
    }
    return { kind: 'identifier', pos, name }
  }

  private variable(node: VariableNode): OperandNode {
    const name = node.names[0] as string
    if (!this.variables.includes(name)) this.fail(`undefined variable ${quoteGo(name)}`)
    this.ahead = undefined
    return node
  }

  private number(kind: number): OperandNode {
    const type = kind === token.NUMBER ? 'number' : kind === token.COMPLEX ? 'complex' : 'charConstant'
    try {
      return parseNumber(this.lexer.slice(), type, this.lexer.start)
    } catch (error) {
      return this.fail((error as Error).message)
    }
  }

  private expect(kind: number, context: string): void {
    if (this.lexer.next() !== kind) this.unexpected(context)
  }

  private unexpected(context: string): never {
    const { lexer } = this
    if (lexer.kind !== token.ERROR) return this.fail(`unexpected ${lexer.describe()} in ${context}`)
    return this.fail(`${lexer.message}${this.startedAt()}`)
  }

  /** Says where an action began when it did not end on the same line; `\0` stands for the file. */
  private startedAt(): string {
    if (this.actionStart === undefined) return ''
    const line = this.lineOf(this.actionStart)
    if (line === this.lineOf(this.lexer.start)) return ''
    return `${this.lexer.message.endsWith(' action') ? '' : ' in action'} started at \0:${line}`
  }

  /** Errors are reported on the line of the token that was read last. */
  private fail(reason: string, at = this.lexer.start): never {
    throw new SyntaxFault(reason, this.lineOf(at))
  }

  private lineOf(pos: number): number {
    return lineAt(this.text, pos, this.options)
  }
}
