/** A number of replicas that was found right at some time. */
export interface Recommendation {
  readonly replicas: number
  readonly atMs: number
}

/** A change that was made. */
export interface Change {
  /** Pods more or fewer; positive. */
  readonly by: number
  readonly atMs: number
}

/** What is remembered of one autoscaler while the process lives (mutated). */
export interface History {
  recommendations: Recommendation[]
  ups: Change[]
  downs: Change[]
}

/** Remembers a recommendation in place of one that nobody will ask for. */
export function recommend(history: History, replicas: number, nowMs: number, keepMs: number): void {
  const kept = history.recommendations.filter(({ atMs }) => atMs >= nowMs - keepMs)
  history.recommendations = [...kept, { replicas, atMs: nowMs }]
}

/** Remembers a change for as long as any policy looks back. */
export function noteChange(history: History, from: number, to: number, { nowMs, keepMs }: Kept): void {
  const side = to > from ? 'ups' : 'downs'
  const recent = history[side].filter(({ atMs }) => atMs >= nowMs - keepMs)
  history[side] = [...recent, { by: Math.abs(to - from), atMs: nowMs }]
}

/** How many pods more there are than at the beginning of a period. */
export function grownSince({ ups, downs }: History, periodMs: number, nowMs: number): number {
  const sum = (changes: readonly Change[]): number =>
    changes.reduce((total, { by, atMs }) => (atMs > nowMs - periodMs ? total + by : total), 0)
  return sum(ups) - sum(downs)
}

/** The time, and how long a change is remembered. */
export interface Kept {
  readonly nowMs: number
  readonly keepMs: number
}
