const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ns: 1e-6,
}

/** Whole milliseconds of a duration as the flags carry it (`1m30s`), at least 1; it has been checked by the parser. */
export function durationMs(text: string): number {
  let total = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(h|ms|m|s|us|µs|μs|ns)/g)) {
    total += Number(amount) * (UNIT_MS[unit as string] as number)
  }
  return text.startsWith('-') ? 1 : Math.max(1, Math.min(Math.round(total), 2 ** 31 - 1))
}
