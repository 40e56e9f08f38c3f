const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of a duration that the command line's reader has let through: `90s`, `1m30s`; at least one. */
export function readDurationMs(text: string): number {
  const parts = text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)
  let total = 0
  for (const [, count, unit] of parts) total += Number(count) * (UNITS_MS[unit ?? ''] ?? 0)
  return Math.max(1, Math.round(total))
}
