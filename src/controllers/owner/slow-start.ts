/**
 * Runs `work` `count` times in batches of 1, 2, 4, … and stops after the first batch in which one failed, so that what
 * the server refuses is not asked a thousand times. Gives how many succeeded and the first error.
 * Source: kubernetes `slowStartBatch`.
 */
export async function slowStart(count: number, work: (index: number) => Promise<unknown>): Promise<SlowStart> {
  let done = 0
  for (let size = 1; done < count; size *= 2) {
    const batch = Array.from({ length: Math.min(size, count - done) }, (_, offset) => work(done + offset))
    const failed = (await Promise.allSettled(batch)).filter((outcome) => outcome.status === 'rejected')
    done += batch.length - failed.length
    if (failed[0] !== undefined) return { succeeded: done, error: failed[0].reason }
  }
  return { succeeded: done }
}

/** What came of it. */
export interface SlowStart {
  readonly succeeded: number
  readonly error?: unknown
}
