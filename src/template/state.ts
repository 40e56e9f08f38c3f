import { TemplateError } from './error.ts'
import { describeNode, type ListNode, type Node } from './node.ts'
import type { Budget, TemplateOptions, Tracer } from './options.ts'
import { locate, placeOf, type Source } from './position.ts'
import { quoteGo } from './quote.ts'
import type { FuncMap, GoFunction, Value } from './value.ts'

/** A value inside the engine: null is Go's nil interface, undefined its invalid value (nothing there at all). */
export type Slot = Value | undefined

/** What a statement tells the loop around it. */
export const NORMAL = 0
/** `break` was run. */
export const BREAK = 1
/** `continue` was run. */
export const CONTINUE = 2

/** A compiled statement. */
export type Step = (state: State) => number
/** A compiled expression. */
export type Eval = (state: State) => Slot

/** A template ready to run; compiled at its first run. */
export interface Template {
  readonly name: string
  readonly source: Source
  readonly root: ListNode
  plain: Step | undefined
  traced: Step | undefined
}

/** What an execution asks of the set it runs in. */
export interface Scope {
  readonly missingKey: 'default' | 'zero' | 'error'
  readonly methods: TemplateOptions['methods']
  /** Whether `range 3` counts (since Go 1.24). */
  readonly rangesOverInts: boolean
  readonly tracer: Tracer | undefined
  readonly spending: Spending
  template(name: string): Template | undefined
  /** Where functions are looked up: another array when any of them may have changed. */
  readonly functions: readonly FuncMap[]
  function(name: string): GoFunction | undefined
}

/** One template running: its dot, variables and output so far. */
export class State {
  readonly scope: Scope
  readonly template: Template
  dot: Slot
  /** Whether dot was an element of an `interface {}` container: Go names that type in errors. */
  dotIsInterface = false
  /** Pairs: a variable's value, and whether it came as an `interface {}` element of a range. */
  readonly variables: unknown[]
  /** The node that errors name, moved as Go moves it. */
  node: Node
  out = ''
  constructor(scope: Scope, template: Template, dot: Slot) {
    this.scope = scope
    this.template = template
    this.dot = dot
    this.variables = [dot, false]
    this.node = template.root
  }
}

/** Steps between two looks at the clock; what one function call, or one large result, counts for on that way. */
const CHECK_EVERY = 512
const CALL_WEIGHT = 64
const LARGE_UNITS = 1 << 16
const MEMORY_EVERY_MS = 10
/** As deep as Go lets templates nest. */
const GO_DEPTH = 100_000
/** The text of a whole body is not repeated in an error about limits. */
const MAX_SHOWN = 60

/** What the executions that share a budget have spent. */
export class Spending {
  private readonly budget: Budget | undefined
  private readonly maxDepth: number
  private steps = 0
  /** What is left until the clock is looked at. */
  private left: number
  private outputLimit: number
  private startedAt: number | undefined
  private memoryAt = 0
  depth = 0
  constructor(budget: Budget | undefined) {
    this.budget = budget
    this.maxDepth = budget?.maxDepth ?? GO_DEPTH
    this.left = budget === undefined ? Number.POSITIVE_INFINITY : 1
    this.outputLimit = budget?.maxOutputBytes ?? Number.POSITIVE_INFINITY
  }

  /** Counts a step. Throws `TemplateError` past the limit of steps, time or memory. */
  step(state: State): void {
    this.steps++
    if (--this.left <= 0) this.check(state)
  }

  /** Notes a function's result: a long one makes the next look at the clock come sooner. Throws `TemplateError`. */
  called(state: State, result: Slot): void {
    this.left -= isLarge(result) ? CHECK_EVERY : CALL_WEIGHT
    if (this.left <= 0) this.check(state)
  }

  /** Runs a call that is slow by design: it counts for `steps`, and its time does not count. Throws `TemplateError`. */
  charge<T>(state: State, steps: number, run: () => T): T {
    if (this.budget === undefined) return run()
    this.steps += steps
    this.check(state)
    const { now } = this.budget
    const before = now()
    const result = run()
    this.startedAt = (this.startedAt as number) + now() - before
    return result
  }

  /** Counts `units` of output. Throws `TemplateError` past the limit. */
  write(state: State, units: number): void {
    this.outputLimit -= units
    if (this.outputLimit < 0) throw overspent(state, `output exceeds ${this.budget?.maxOutputBytes} bytes`)
    if (units > LARGE_UNITS) this.left -= CHECK_EVERY
  }

  /** Counts a nested template. Throws `TemplateError` past the limit; every call needs its `leave`. */
  enter(state: State): void {
    if (++this.depth <= this.maxDepth) return
    this.depth = 0
    if (this.maxDepth >= GO_DEPTH) throw failure(state, `exceeded maximum template depth (${GO_DEPTH})`)
    throw overspent(state, `templates are nested more than ${this.maxDepth} deep`)
  }

  leave(): void {
    this.depth--
  }

  private check(state: State): void {
    const budget = this.budget as Budget
    const now = budget.now()
    this.startedAt ??= now
    if (this.steps > budget.maxSteps) throw overspent(state, `more than ${budget.maxSteps} steps`)
    if (now - this.startedAt > budget.maxTimeMs) throw overspent(state, `longer than ${budget.maxTimeMs} ms`)
    if (now - this.memoryAt > MEMORY_EVERY_MS) this.checkMemory(state, now)
    this.left = Math.min(CHECK_EVERY, budget.maxSteps + 1 - this.steps)
  }

  private checkMemory(state: State, now: number): void {
    const { memoryBytes, maxMemoryBytes } = this.budget as Budget
    this.memoryAt = now
    if (memoryBytes === undefined || maxMemoryBytes === undefined || memoryBytes() <= maxMemoryBytes) return
    throw overspent(state, `memory exceeds ${maxMemoryBytes} bytes`)
  }
}

function isLarge(value: Slot): boolean {
  return (typeof value === 'string' || Array.isArray(value)) && value.length > LARGE_UNITS
}

/** Go's `ExecError` at the node that is being evaluated. */
export function failure(state: State, reason: string, cause?: unknown): TemplateError {
  return errorAt(state, { code: 'exec', reason, cause })
}

function overspent(state: State, what: string): TemplateError {
  return errorAt(state, { code: 'budget', reason: `rendering stopped: ${what}` })
}

/** An execution error with place and context. */
export function errorAt(
  state: State,
  what: { readonly code: 'exec' | 'budget'; readonly reason: string; readonly cause?: unknown },
): TemplateError {
  const position = locate(state.template.source, state.node.pos)
  const described = describeNode(state.node)
  const expression =
    what.code === 'budget' && described.length > MAX_SHOWN ? `${described.slice(0, MAX_SHOWN)}...` : described
  const where = `template: ${placeOf(position)}: executing ${quoteGo(state.template.name)} at <${expression}>`
  return new TemplateError({ ...what, message: `${where}: ${what.reason}`, position, expression })
}

/** Whether the JavaScript stack ran out; no regular expression here: to compile one takes stack as well. */
export function isStackOverflow(error: unknown): boolean {
  if (error instanceof RangeError) return error.message.includes('call stack')
  return error instanceof SyntaxError && error.message.includes('Stack overflow')
}
