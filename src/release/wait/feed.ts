import type { View } from './standing.ts'

/** Follows sources. */
export interface Feed {
  /** What is there after the next change, or after a while; undefined once the signal fires. Throws what reading throws. */
  next(signal: AbortSignal): Promise<View | undefined>
  close(): Promise<void>
}
