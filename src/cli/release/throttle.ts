import type { Transport } from '#client'
import type { Clock } from '#kube'
import { layer } from './layer.ts'

/** A rate: `burst` requests at once, then so many a second. */
export interface Rate {
  readonly requestsPerSecond: number
  readonly burst: number
}

/** The transport, with requests held back as client-go holds them (`--qps`, `--burst-limit`). A rate of 0 holds nothing. */
export function throttled(transport: Transport, { requestsPerSecond, burst }: Rate, clock: Clock): Transport {
  if (requestsPerSecond <= 0) return transport
  const intervalMs = 1000 / requestsPerSecond
  // The moment at which the bucket would be full again; every request moves it.
  let fullAtMs = clock.now()
  const turn = async (): Promise<void> => {
    const now = clock.now()
    fullAtMs = Math.max(fullAtMs, now) + intervalMs
    const waitMs = fullAtMs - now - burst * intervalMs
    if (waitMs > 0) await new Promise<void>((done) => void clock.setTimer(waitMs, done))
  }
  return layer(transport, async (request) => {
    await turn()
    return transport.send(request)
  })
}
