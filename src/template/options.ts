import type { TemplatePosition } from './error.ts'
import type { FuncMap, GoFunction, GoMap, Value } from './value.ts'

/** What a template may spend. One budget is shared by every execution that is given it, includes and `tpl` too. */
export interface Budget {
  /** Nodes executed and items ranged over. */
  readonly maxSteps: number
  /** Bytes written (UTF-16 units of text outside ASCII), results of includes counted as well. */
  readonly maxOutputBytes: number
  /** Nested `template` and include calls. */
  readonly maxDepth: number
  /** Milliseconds from the first step, as `now` counts them; asked every few hundred steps and after large results. */
  readonly maxTimeMs: number
  readonly now: () => number
  /** Bytes that `memoryBytes` may report; without both, memory is not watched. */
  readonly maxMemoryBytes?: number
  /** Memory that the process holds; asked about a hundred times a second. */
  readonly memoryBytes?: () => number
}

/** Watches an execution. Without one, nothing is recorded and nothing is paid. */
export interface Tracer {
  /** A template (`template` action, include or top level) begins; `at` is the calling action's place. */
  enter(template: string, at: TemplatePosition | undefined): void
  leave(): void
  /** A field or index access gave `value`; `receiver` is the very object it was looked up in. */
  field(receiver: Value, name: string, value: Value, at: TemplatePosition): void
  /** `text` goes to the output, on behalf of the text or action at `at`. */
  write(text: string, at: TemplatePosition, kind: 'text' | 'action'): void
}

/** A version of Go whose engine is followed. */
export type GoVersion = '1.23' | '1.25'

/** How a set behaves. */
export interface TemplateOptions {
  readonly functions: FuncMap
  /** Go's `missingkey`: `default`/`invalid` print `<no value>`, `zero` gives the zero value, `error` stops. */
  readonly missingKey?: 'default' | 'zero' | 'error'
  /** The methods of Go's named map types. Asked only about keys that a map does not have. */
  readonly methods?: (map: GoMap, name: string) => GoFunction | undefined
  /**
   * Which Go's engine to be, where they differ: `1.25` (default) or `1.23`, which does not range over integers, names
   * no types when a comparison fails, and does not count lines inside comments when it reports a syntax error.
   */
  readonly goVersion?: GoVersion
  readonly budget?: Budget
  readonly tracer?: Tracer
}

/** A name space of templates that see one another's definitions, as Go's `*template.Template`. */
export interface TemplateSet {
  /** Parses `text` as template `name` with everything it defines; the last definition of a name wins. */
  parse(name: string, text: string): void
  has(name: string): boolean
  names(): string[]
  /** Runs a template. Throws `TemplateError`. */
  execute(name: string, data: Value): string
  /**
   * Parses `text` as template `name` and runs it, even where an empty text leaves an older definition of that name
   * standing (Helm's `tpl`, on a clone). Throws `TemplateError`.
   */
  executeText(name: string, text: string, data: Value): string
  /** A copy that shares compiled templates but can be given new definitions without touching this one (Helm's `tpl`). */
  clone(): TemplateSet
  /** Functions can be replaced after parsing, as Go's `Funcs`: `include` and `tpl` close over their set. */
  setFunctions(functions: FuncMap): void
}
