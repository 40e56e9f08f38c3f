import { builtins, olderComparisons } from './builtins.ts'
import { TemplateError } from './error.ts'
import { isEmptyTree } from './node.ts'
import type { Budget, TemplateOptions, TemplateSet } from './options.ts'
import { parseTemplate } from './parser.ts'
import { quoteGo } from './quote.ts'
import { errorAt, isStackOverflow, type Scope, Spending, State, type Template } from './state.ts'
import { runTemplate } from './statement.ts'
import { type ParseOptions, SyntaxFault } from './syntax.ts'
import type { FuncMap, GoFunction, Value } from './value.ts'

/** A set of templates with nothing in it yet. */
export function createTemplateSet(options: TemplateOptions): TemplateSet {
  return new LayeredSet(options, {
    layer: { templates: new Map(), parent: undefined },
    functions:
      options.goVersion === '1.23' ? [options.functions, olderComparisons(), builtins] : [options.functions, builtins],
    cache: new ParseCache(options.goVersion === '1.23'),
  })
}

/** Definitions over those of another layer; one that was cloned is never written again. */
interface Layer {
  readonly templates: Map<string, Template>
  readonly parent: Layer | undefined
}

interface Parts {
  readonly layer: Layer
  readonly functions: readonly FuncMap[]
  readonly cache: ParseCache
}

const spendings = new WeakMap<Budget, Spending>()
const MAX_FUNCTION_LAYERS = 6

function spendingOf(budget: Budget | undefined): Spending {
  if (budget === undefined) return new Spending(undefined)
  const present = spendings.get(budget)
  if (present !== undefined) return present
  const fresh = new Spending(budget)
  spendings.set(budget, fresh)
  return fresh
}

class LayeredSet implements TemplateSet, Scope {
  readonly missingKey
  readonly methods
  readonly tracer
  readonly rangesOverInts: boolean
  readonly spending: Spending
  private readonly options: TemplateOptions
  private readonly cache: ParseCache
  private layer: Layer
  functions: readonly FuncMap[]

  constructor(options: TemplateOptions, parts: Parts & { readonly spending?: Spending }) {
    this.options = options
    this.missingKey = options.missingKey ?? 'default'
    this.methods = options.methods
    this.tracer = options.tracer
    this.rangesOverInts = options.goVersion !== '1.23'
    this.spending = parts.spending ?? spendingOf(options.budget)
    this.layer = parts.layer
    this.functions = parts.functions
    this.cache = parts.cache
  }

  parse(name: string, text: string): void {
    this.install(name, text)
  }

  executeText(name: string, text: string, data: Value): string {
    return this.run(this.install(name, text), data)
  }

  has(name: string): boolean {
    return this.template(name) !== undefined
  }

  names(): string[] {
    const names = new Set<string>()
    for (let layer: Layer | undefined = this.layer; layer !== undefined; layer = layer.parent) {
      for (const name of layer.templates.keys()) names.add(name)
    }
    return [...names]
  }

  execute(name: string, data: Value): string {
    const template = this.template(name)
    if (template === undefined) {
      const reason = `no template ${quoteGo(name)}`
      throw new TemplateError({ code: 'exec', message: `template: ${reason}`, reason })
    }
    return this.run(template, data)
  }

  clone(): TemplateSet {
    const shared = this.layer.templates.size === 0 && this.layer.parent !== undefined ? this.layer.parent : this.layer
    this.layer = { templates: new Map(), parent: shared }
    const layer = { templates: new Map(), parent: shared }
    return new LayeredSet(this.options, {
      layer,
      functions: this.functions,
      cache: this.cache,
      spending: this.spending,
    })
  }

  setFunctions(functions: FuncMap): void {
    const layers = [functions, ...this.functions]
    if (layers.length <= MAX_FUNCTION_LAYERS) this.functions = layers
    else
      this.functions = [
        new Map(
          layers
            .slice(0, -1)
            .toReversed()
            .flatMap((layer) => [...layer]),
        ),
        builtins,
      ]
  }

  template(name: string): Template | undefined {
    for (let layer: Layer | undefined = this.layer; layer !== undefined; layer = layer.parent) {
      const template = layer.templates.get(name)
      if (template !== undefined) return template
    }
    return undefined
  }

  function(name: string): GoFunction | undefined {
    for (const layer of this.functions) {
      const found = layer.get(name)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Parses and defines; returns the template of the text itself, defined or (when empty) not. */
  private install(name: string, text: string): Template {
    const templates = this.cache.parse(name, text, (candidate) => this.function(candidate) !== undefined)
    for (const template of templates) {
      if (isEmptyTree(template.root) && this.has(template.name)) continue
      this.layer.templates.set(template.name, template)
    }
    return templates.find((template) => template.name === name) as Template
  }

  private run(template: Template, data: Value): string {
    const state = new State(this, template, data === null ? undefined : data)
    const { spending } = this
    const { depth } = spending
    this.tracer?.enter(template.name, undefined)
    try {
      spending.enter(state)
      runTemplate(state)
    } catch (error) {
      if (depth > 0 || !isStackOverflow(error)) throw error
      throw errorAt(state, { code: 'budget', reason: 'rendering stopped: templates are nested too deep', cause: error })
    } finally {
      spending.depth = depth
    }
    this.tracer?.leave()
    return state.out
  }
}

interface Cached {
  readonly templates: readonly Template[]
  readonly functions: ReadonlySet<string>
}

const MAX_CACHED_UNITS = 32 * 1024 * 1024

/** Parsed texts: `tpl` often parses the same one again. Shared by a set and its clones. */
class ParseCache {
  private readonly names = new Map<string, Map<string, Cached>>()
  private readonly skipsCommentLines: boolean
  private size = 0

  constructor(skipsCommentLines: boolean) {
    this.skipsCommentLines = skipsCommentLines
  }

  parse(name: string, text: string, hasFunction: (name: string) => boolean): readonly Template[] {
    const present = this.names.get(name)?.get(text)
    if (present !== undefined && every(present.functions, hasFunction)) return present.templates
    const { skipsCommentLines } = this
    const parsed = parseText(name, text, { hasFunction, skipsCommentLines })
    this.size += text.length
    if (this.size > MAX_CACHED_UNITS) {
      this.names.clear()
      this.size = text.length
    }
    const texts = this.names.get(name) ?? new Map<string, Cached>()
    this.names.set(name, texts.set(text, parsed))
    return parsed.templates
  }
}

function every(names: ReadonlySet<string>, test: (name: string) => boolean): boolean {
  for (const name of names) if (!test(name)) return false
  return true
}

/** Most actions of one text. Ours: Go takes any number and fills memory. */
const MAX_ACTIONS = 250_000
const SHORTEST_ACTION = '{{1}}'.length

function checkActions(name: string, text: string): void {
  if (text.length < MAX_ACTIONS * SHORTEST_ACTION) return
  let count = 0
  for (let at = text.indexOf('{{'); at !== -1; at = text.indexOf('{{', at + 2)) count++
  if (count <= MAX_ACTIONS) return
  const reason = `${count} actions in one template – expected at most ${MAX_ACTIONS}`
  const position = { file: name, line: 1, column: 1 }
  throw new TemplateError({ code: 'parse', message: `template: ${name}:1: ${reason}`, reason, position })
}

function parseText(name: string, text: string, options: ParseOptions): Cached {
  checkActions(name, text)
  const source = { file: name, text }
  try {
    const { trees, functions } = parseTemplate(name, text, options)
    const templates = [...trees.values()].map((tree) => ({
      name: tree.name,
      source,
      root: tree.root,
      plain: undefined,
      traced: undefined,
    }))
    return { templates, functions }
  } catch (error) {
    throw parseError(name, error)
  }
}

function parseError(file: string, error: unknown): unknown {
  if (error instanceof SyntaxFault) {
    const reason = error.message.replace('\0', file)
    const position = { file, line: error.line, column: 1 }
    return new TemplateError({ code: 'parse', message: `template: ${file}:${error.line}: ${reason}`, reason, position })
  }
  if (!isStackOverflow(error)) return error
  const reason = 'expressions are nested too deep'
  return new TemplateError({ code: 'parse', message: `template: ${file}: ${reason}`, reason, cause: error })
}
