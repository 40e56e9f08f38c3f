/** An age with one figure, as tables print it: `5s`, `3m`, `2h`, `9d`, `1y` (apimachinery ShortHumanDuration). */
export function shortHumanDuration(spanMs: number): string {
  const seconds = Math.trunc(spanMs / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  const unit = shortUnits.find((candidate) => seconds < candidate.below)
  return unit === undefined
    ? `${Math.trunc(seconds / secondsOf.year)}y`
    : `${Math.trunc(seconds / unit.size)}${unit.name}`
}

/** An age with two or three figures, as tables print it: `2m30s`, `7h5m`, `3d4h`, `2y30d` (apimachinery HumanDuration). */
export function humanDuration(spanMs: number): string {
  const seconds = Math.trunc(spanMs / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  const step = steps.find((candidate) => seconds < candidate.below)
  return step === undefined ? `${Math.trunc(seconds / secondsOf.year)}y` : step.print(seconds)
}

const secondsOf = { minute: 60, hour: 3600, day: 86_400, year: 31_536_000 } as const

const shortUnits = [
  { below: secondsOf.minute, size: 1, name: 's' },
  { below: secondsOf.hour, size: secondsOf.minute, name: 'm' },
  { below: secondsOf.day, size: secondsOf.hour, name: 'h' },
  { below: secondsOf.year, size: secondsOf.day, name: 'd' },
] as const

const steps: readonly { readonly below: number; print(seconds: number): string }[] = [
  { below: 2 * secondsOf.minute, print: (seconds) => `${seconds}s` },
  { below: 10 * secondsOf.minute, print: (seconds) => pair(seconds, ['minute', 'm'], [1, 's']) },
  { below: 3 * secondsOf.hour, print: (seconds) => `${Math.trunc(seconds / secondsOf.minute)}m` },
  { below: 8 * secondsOf.hour, print: (seconds) => pair(seconds, ['hour', 'h'], [secondsOf.minute, 'm']) },
  { below: 2 * secondsOf.day, print: (seconds) => `${Math.trunc(seconds / secondsOf.hour)}h` },
  { below: 8 * secondsOf.day, print: (seconds) => pair(seconds, ['day', 'd'], [secondsOf.hour, 'h']) },
  { below: 2 * secondsOf.year, print: (seconds) => `${Math.trunc(seconds / secondsOf.day)}d` },
  { below: 8 * secondsOf.year, print: (seconds) => pair(seconds, ['year', 'y'], [secondsOf.day, 'd']) },
]

/** The bigger unit, and the rest in the smaller one unless it is nothing. */
function pair(
  seconds: number,
  [unit, unitName]: readonly [keyof typeof secondsOf, string],
  [restSize, restName]: readonly [number, string],
): string {
  const whole = Math.trunc(seconds / secondsOf[unit])
  const rest = Math.trunc((seconds % secondsOf[unit]) / restSize)
  return rest === 0 ? `${whole}${unitName}` : `${whole}${unitName}${rest}${restName}`
}
