import type { Node } from '../parse/node.ts'
import type { Type } from '../type/type.ts'
import type { Range } from './estimate.ts'

/** An argument as an estimate sees it. */
export interface Sized {
  readonly node: Node | undefined
  readonly type: Type
  readonly path: readonly string[]
  /** Its size as far as the expression tells; undefined when nothing is known. */
  readonly size: Range | undefined
  /** The size of what stands under a path, from declared types. */
  readonly sizeAt: (path: readonly string[]) => Range | undefined
}

/** What a call costs beyond its arguments, and how large its result is. */
export interface CallEstimate {
  readonly cost: Range
  readonly size?: Range
}

/** Estimates one form of a function; the receiver comes first. Undefined: the estimate every function has. */
export type EstimateCall = (args: readonly Sized[]) => CallEstimate | undefined
