/** What one pod uses, in thousandths of the metric's unit. */
export interface PodUsage {
  readonly milli: number
  readonly atMs: number
  /** The time over which it was measured. */
  readonly windowMs: number
}

/** Usage by the name of the pod. */
export type Usages = ReadonlyMap<string, PodUsage>

/** How usage compares with what is wanted. */
export interface UsageRatio {
  /** 1 where both are the same. */
  readonly ratio: number
  /** Percent of what was requested, for a target that is a percentage. */
  readonly percent?: number
  /** What a pod uses on average, in thousandths. */
  readonly averageMilli: number
}

/** Usage against a share of what pods request; undefined when no pod that is known requests any. */
export function requestRatio(
  usages: Usages,
  requests: ReadonlyMap<string, number>,
  targetPercent: number,
): UsageRatio | undefined {
  let [used, requested, count] = [0, 0, 0]
  for (const [pod, { milli }] of usages) {
    const request = requests.get(pod)
    if (request === undefined) continue
    used += milli
    requested += request
    count++
  }
  if (requested === 0) return undefined
  const percent = Math.trunc((used * 100) / requested)
  return { ratio: percent / targetPercent, percent, averageMilli: Math.trunc(used / count) }
}

/** Average usage against an average that is wanted. */
export function averageRatio(usages: Usages, targetMilli: number): UsageRatio {
  let used = 0
  for (const { milli } of usages.values()) used += milli
  const averageMilli = Math.trunc(used / usages.size)
  return { ratio: averageMilli / targetMilli, averageMilli }
}
