import type { Json } from '#kube'

/** A count, or a percentage of `total` brought to a whole number by `round`; 0 for what is neither. */
export function scaledCount(value: Json | undefined, total: number, round: (count: number) => number): number {
  if (typeof value === 'number') return value
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined
  return percent === undefined ? 0 : round((Number(percent) * total) / 100)
}
