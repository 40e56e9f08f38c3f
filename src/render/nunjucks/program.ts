/**
 * What the grammar lets through: data, that a closed realm interprets. No code is ever made from a template.
 * Each step is `[kind, line, column, …]`; lines and columns count from 1.
 */
export interface Step extends ReadonlyArray<Part> {
  readonly 0: string
  readonly 1: number
  readonly 2: number
}
/** What a step holds. */
export type Part = null | boolean | number | string | ReadonlyArray<Part>

/** Limits on one template; all are upper bounds that ordinary templates stay far below. */
export interface NunjucksLimits {
  /** Memory that values made by the template may take, counted without freeing; also the heap of its thread where the runtime can cap it. */
  readonly heapMb: number
  /** Time for one template. */
  readonly timeMs: number
  readonly templateBytes: number
  /** Nodes of the parsed template. */
  readonly nodes: number
  /** Items of one `range()`. */
  readonly range: number
  /** Length of the text. */
  readonly outputBytes: number
  /** Steps of one template: nodes evaluated and turns of loops. */
  readonly steps: number
}

/** Limits that suit charts and definitions. */
export const DEFAULT_LIMITS: NunjucksLimits = {
  heapMb: 64,
  timeMs: 1_000,
  templateBytes: 256 * 1024,
  nodes: 50_000,
  range: 10_000,
  outputBytes: 4 * 1024 * 1024,
  steps: 5_000_000,
}

/** Filters that a template may name. */
export const FILTERS: readonly string[] = [
  ...[
    'abs',
    'b64dec',
    'b64enc',
    'capitalize',
    'concat',
    'd',
    'default',
    'dump',
    'first',
    'float',
    'fromJson',
    'indent',
  ],
  ...['int', 'items', 'join', 'keys', 'last', 'length', 'lower', 'merge', 'nindent', 'omit', 'quote', 'raw', 'replace'],
  ...['required', 'reverse', 'round', 'safe', 'sort', 'split', 'squote', 'string', 'title', 'toJson', 'toYaml', 'trim'],
  ...['trimPrefix', 'trimSuffix', 'trunc', 'unique', 'upper', 'values'],
]
/** Tests (`is …`) that a template may name. */
export const TESTS: readonly string[] = [
  ...['defined', 'undefined', 'none', 'string', 'number', 'boolean', 'mapping', 'iterable', 'odd', 'even'],
]
/** Functions that a template may call, apart from its own macros. */
export const FUNCTIONS: readonly string[] = ['range', 'fail']
