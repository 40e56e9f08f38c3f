import {
  type BranchNode,
  type CommandNode,
  type ListNode,
  type OperandNode,
  type PipeNode,
  readSyntax,
  type StatementNode,
  type TemplateSyntax,
} from '#template'
import { type Abstract, GAP, keyOf, none, parts, type Scope, union, type ValuesPath } from './abstract.ts'
import { callFunction } from './functions.ts'
import type { Block, Frame, Machine } from './machine.ts'
import type { Usage } from './usage.ts'

/** A named template and the text that it comes from. */
export interface NamedTemplate {
  readonly root: ListNode
  readonly syntax: TemplateSyntax
}

/** How deep includes are followed. */
const MAX_DEPTH = 60
/** How many pairs of template and argument are looked at. */
const MAX_CALLS = 20_000

/**
 * Follows values through templates without running them: every branch is taken, every loop once. What it cannot follow
 * counts as used whole.
 */
export class Interpreter implements Machine {
  readonly usage: Usage
  readonly #templates: ReadonlyMap<string, NamedTemplate>
  readonly #scopes: ReadonlyMap<string, Scope>
  readonly #seen = new Map<string, Abstract>()
  #depth = 0
  #guesses = 0

  constructor(usage: Usage, templates: ReadonlyMap<string, NamedTemplate>, scopes: ReadonlyMap<string, Scope>) {
    this.usage = usage
    this.#templates = templates
    this.#scopes = scopes
  }

  /** Runs a named template on an argument; an unknown name takes the argument whole. */
  call(name: string | undefined, dot: Abstract): void {
    if (name === undefined || name.includes(GAP)) return this.#guess(name ?? GAP, dot)
    const template = this.#templates.get(name)
    if (template === undefined) return
    const key = `${name} ${keyOf(dot)}`
    if (this.#seen.has(key)) return
    if (this.#depth >= MAX_DEPTH || this.#seen.size > MAX_CALLS) return this.consume(dot, undefined)
    this.#seen.set(key, none)
    this.#depth++
    this.run(template, dot)
    this.#depth--
  }

  /** Runs every defined template whose name fits; what it reads is not sure to be read. */
  #guess(pattern: string, dot: Abstract): void {
    const source = pattern.split(GAP).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    const expression = new RegExp(`^${source.join('.*')}$`, 's')
    this.#guesses++
    for (const name of this.#templates.keys()) if (!isFile(name) && expression.test(name)) this.call(name, dot)
    this.#guesses--
  }

  /** Runs a text's own part. */
  run({ root, syntax }: NamedTemplate, dot: Abstract): void {
    const block: Block = { variables: new Map([['$', dot]]), outer: undefined }
    this.#list(root, { dot, block, syntax })
  }

  /** Runs a text that is no file's. */
  runText(text: string, dot: Abstract): void {
    const syntax = text.includes('{{') ? readSyntax('tpl', text) : undefined
    const root = syntax?.trees.get('tpl')
    if (syntax !== undefined && root !== undefined) this.run({ root, syntax }, dot)
  }

  /** Everything in the value is used. */
  consume(value: Abstract, place: number | undefined, syntax?: TemplateSyntax): void {
    const at = value.kind === 'union' ? undefined : place
    for (const part of parts(value)) {
      if (part.kind === 'values') this.#note(part.path, { isWhole: true, at, syntax })
      else if (part.kind === 'scope') this.#note(part.prefix, { isWhole: true, at, syntax })
      else if (part.kind === 'dict') for (const item of part.entries.values()) this.consume(item, at, syntax)
      else if (part.kind === 'list') for (const item of part.items) this.consume(item, at, syntax)
    }
  }

  /** The value itself is looked at. */
  read(value: Abstract, at: number, syntax: TemplateSyntax): void {
    // One of several values: which of them should have a default, nobody can say.
    this.#look(value, value.kind === 'union' ? undefined : at, syntax)
  }

  #look(value: Abstract, at: number | undefined, syntax: TemplateSyntax): void {
    for (const part of parts(value)) {
      if (part.kind === 'values') this.#note(part.path, { isWhole: false, at, syntax })
    }
  }

  #note(path: ValuesPath, use: { isWhole: boolean; at: number | undefined; syntax: TemplateSyntax | undefined }): void {
    const { isWhole, at, syntax } = use
    const known = this.usage.at(path)
    const needsPosition = this.#guesses === 0 && known.first === undefined && at !== undefined && syntax !== undefined
    this.usage.note(path, { isWhole, position: needsPosition ? syntax.locate(at) : undefined })
  }

  #list(list: ListNode, frame: Frame): void {
    for (const node of list.nodes) this.#statement(node, frame)
  }

  #statement(node: StatementNode, frame: Frame): void {
    switch (node.kind) {
      case 'action': {
        const value = this.pipe(node.pipe, frame)
        if (node.pipe.declared.length === 0) this.consume(value, node.pos, frame.syntax)
        return
      }
      case 'if':
      case 'with':
      case 'range':
        return this.#branch(node, frame)
      case 'template':
        return this.call(node.name, node.pipe === undefined ? none : this.pipe(node.pipe, frame))
      case 'list':
        return this.#list(node, frame)
      default:
    }
  }

  #branch(node: BranchNode, frame: Frame): void {
    const inner: Frame = { ...frame, block: { variables: new Map(), outer: frame.block } }
    const value = this.pipe(node.pipe, inner, node.kind === 'range')
    let dot = frame.dot
    if (node.kind === 'with') dot = value
    if (node.kind === 'range') dot = this.#element(value, node.pipe.pos, frame)
    else this.read(value, node.pipe.pos, frame.syntax)
    this.#list(node.list, { ...inner, dot, block: { variables: new Map(), outer: inner.block } })
    if (node.elseList) this.#list(node.elseList, { ...frame, block: { variables: new Map(), outer: frame.block } })
  }

  /** What `range` gives for each round; ranging uses the whole. */
  #element(value: Abstract, at: number, frame: Frame): Abstract {
    const items = parts(value).flatMap((part): readonly Abstract[] => {
      if (part.kind === 'values') {
        this.consume(part, at, frame.syntax)
        return [{ kind: 'values', path: [...part.path, '*'] }]
      }
      if (part.kind === 'dict') return [...part.entries.values()]
      if (part.kind === 'list') return part.items
      this.consume(part, at, frame.syntax)
      return []
    })
    return union(items)
  }

  /** The value of a pipeline; its variables are set. */
  pipe(pipe: PipeNode, frame: Frame, isRange = false): Abstract {
    let value: Abstract | undefined
    for (const command of pipe.commands) value = this.#command(command, frame, value)
    const result = value ?? none
    const [first, second] = pipe.declared
    if (isRange && first !== undefined) {
      const element = this.#element(result, pipe.pos, frame)
      this.#assign(first.names[0] as string, second === undefined ? element : none, { frame, isNew: !pipe.assigns })
      if (second !== undefined) this.#assign(second.names[0] as string, element, { frame, isNew: !pipe.assigns })
      return result
    }
    for (const { names } of pipe.declared) this.#assign(names[0] as string, result, { frame, isNew: !pipe.assigns })
    return result
  }

  #assign(name: string, value: Abstract, { frame, isNew }: { frame: Frame; isNew: boolean }): void {
    if (isNew) {
      frame.block.variables.set(name, value)
      return
    }
    for (let block: Block | undefined = frame.block; block !== undefined; block = block.outer) {
      const known = block.variables.get(name)
      if (known === undefined) continue
      block.variables.set(name, union([known, value]))
      return
    }
  }

  #command({ operands }: CommandNode, frame: Frame, piped: Abstract | undefined): Abstract {
    const [head, ...rest] = operands as [OperandNode, ...OperandNode[]]
    const given = rest.map((operand) => this.operand(operand, frame))
    const args = piped === undefined ? given : [...given, piped]
    if (head.kind === 'identifier') {
      return callFunction(head.name, args, { machine: this, frame, at: head.pos })
    }
    const value = this.operand(head, frame)
    for (const arg of args) this.consume(arg, head.pos, frame.syntax)
    return value
  }

  /** The value of an operand. */
  operand(node: OperandNode, frame: Frame): Abstract {
    switch (node.kind) {
      case 'dot':
        return frame.dot
      case 'field':
        return this.fields(frame.dot, node.names, { at: node.pos, syntax: frame.syntax })
      case 'variable': {
        const [name, ...names] = node.names as [string, ...string[]]
        return this.fields(lookUp(frame.block, name), names, { at: node.pos, syntax: frame.syntax })
      }
      case 'chain':
        return this.fields(this.operand(node.node, frame), node.names, { at: node.pos, syntax: frame.syntax })
      case 'pipe':
        return this.pipe(node, frame)
      case 'identifier':
        return callFunction(node.name, [], { machine: this, frame, at: node.pos })
      case 'string':
        return { kind: 'text', text: node.text }
      case 'number':
        return node.int === undefined ? none : { kind: 'index', index: Number(node.int) }
      default:
        return none
    }
  }

  /** `value.a.b`. */
  fields(value: Abstract, names: readonly string[], place: { at: number; syntax: TemplateSyntax }): Abstract {
    let current = value
    let isSure = current.kind !== 'union'
    for (const name of names) {
      current = union(parts(current).map((part) => this.field(part, name)))
      isSure &&= current.kind !== 'union'
    }
    if (names.length > 0) this.#look(current, isSure ? place.at : undefined, place.syntax)
    return current
  }

  /** One field of one possibility. */
  field(value: Abstract, name: string): Abstract {
    switch (value.kind) {
      case 'scope':
        return this.#scopeField(value, name)
      case 'values':
        return { kind: 'values', path: [...value.path, name] }
      case 'dict':
        return value.entries.get(name) ?? none
      case 'union':
        return union(value.of.map((part) => this.field(part, name)))
      default:
        return none
    }
  }

  #scopeField(scope: Scope, name: string): Abstract {
    const extra = scope.extras.get(name) ?? none
    if (name === 'Values') return union([{ kind: 'values', path: scope.prefix }, extra])
    if (name !== 'Subcharts') return extra
    const depth = scope.prefix.length
    const below = [...this.#scopes.values()].filter(
      ({ prefix }) => prefix.length === depth + 1 && scope.prefix.every((part, index) => prefix[index] === part),
    )
    return { kind: 'dict', entries: new Map(below.map((entry) => [entry.prefix.at(-1) as string, entry])) }
  }
}

function isFile(name: string): boolean {
  return /\/templates\/.*\.\w+$/.test(name)
}

function lookUp(block: Block, name: string): Abstract {
  for (let current: Block | undefined = block; current !== undefined; current = current.outer) {
    const found = current.variables.get(name)
    if (found !== undefined) return found
  }
  return none
}
