import type { Revision } from '../store.ts'

/** `conflict`. */
export function conflictMessage(key: string, expect: Revision, present: Revision): string {
  if (expect === 0) return `${key} - exists at revision ${present} - expected no such key`
  if (present === 0) return `${key} - is not there - expected revision ${expect}`
  return `${key} - is at revision ${present} - expected revision ${expect}`
}

/** `compacted`. */
export function compactedMessage(asked: Revision, oldest: Revision): string {
  return `revision ${asked} - is older than history - expected ${oldest} or newer`
}

/** `future`. */
export function futureMessage(asked: Revision, newest: Revision): string {
  return `revision ${asked} - has not happened yet - expected ${newest} or older`
}

/** `quota`. */
export function quotaMessage(usedBytes: number, quotaBytes: number): string {
  return `the store - holds ${usedBytes} bytes of the ${quotaBytes} it may - expected room for another write`
}

/** `closed`. */
export const closedMessage = 'the store - is closed - expected an open one'
