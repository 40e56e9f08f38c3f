/** The value below which `share` (0 to 1) of the samples lie; NaN when there are none. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** How fast and how late: requests a second, and the times of single ones in milliseconds. */
export interface Rate {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly failures: number
}

/** Runs `task` `total` times from `clients` loops at once and measures each. */
export async function measureRate(
  clients: number,
  total: number,
  task: (client: number, index: number) => Promise<boolean>,
): Promise<Rate> {
  const times: number[] = []
  let next = 0
  let failures = 0
  const start = performance.now()
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)))
  const seconds = (performance.now() - start) / 1000
  return { perSecond: total / seconds, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), failures }

  async function loop(client: number) {
    while (next < total) {
      const index = next++
      const begun = performance.now()
      if (!(await task(client, index))) failures++
      times.push(performance.now() - begun)
    }
  }
}
