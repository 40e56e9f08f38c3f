import type { Clock } from '#kube'

/** Lets so many through a second on average, and `burst` at once. */
export interface TokenBucket {
  /** Takes one token, if need be from the future; milliseconds until it is there. */
  reserve(): number
  /** Takes one token when there is one; false: nothing was taken. */
  take(): boolean
}

/** A full bucket. */
export function createTokenBucket(clock: Clock, perSecond: number, burst: number): TokenBucket {
  let tokens = burst
  let countedAt = clock.now()
  const fill = (): void => {
    const now = clock.now()
    // a clock that jumped back gives nothing
    tokens = Math.min(burst, tokens + (Math.max(0, now - countedAt) * perSecond) / 1000)
    countedAt = now
  }
  return {
    reserve: () => {
      fill()
      tokens -= 1
      return tokens >= 0 ? 0 : (-tokens * 1000) / perSecond
    },
    take: () => {
      fill()
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
