import type { Compat } from '../load/options.ts'

/** A piece of a scaffold file: the same in both versions, or what each version writes there. */
export type Part = string | Readonly<Record<Compat, string>>
