import type { BackOff } from './record.ts'

const FIRST_MS = 10_000
const LIMIT_MS = 300_000

/** Whether what happened at `sinceMs` is still to wait. Source: client-go flowcontrol `IsInBackOffSince`. */
export function inBackOff(backOff: BackOff | undefined, sinceMs: number, nowMs: number): boolean {
  if (backOff === undefined || hasExpired(backOff, sinceMs)) return false
  return nowMs - sinceMs < backOff.delayMs
}

/** The delay after one more failure: 10 s, 20 s … 5 min; from the first again after ten quiet minutes. */
export function nextBackOff(backOff: BackOff | undefined, nowMs: number): BackOff {
  if (backOff === undefined || hasExpired(backOff, nowMs)) return { delayMs: FIRST_MS, updatedAtMs: nowMs }
  return { delayMs: Math.min(backOff.delayMs * 2, LIMIT_MS), updatedAtMs: nowMs }
}

function hasExpired({ updatedAtMs }: BackOff, eventMs: number): boolean {
  return eventMs - updatedAtMs > 2 * LIMIT_MS
}
