import type { Json } from '#kube'

/** Levels that a value may have; more would overflow the stack of whatever walks it. */
const MAX_DEPTH = 1000

/** Throws `Error` when a value is nested too deep. */
export function checkDepth(value: Json | undefined): void {
  let level: Json[] = value === undefined ? [] : [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new Error('json: exceeded max depth')
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? (Object.values(item) as Json[]) : []))
  }
}
