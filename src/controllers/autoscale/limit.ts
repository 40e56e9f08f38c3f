import { type Behaviour, DOWNSCALE_WINDOW_MS, type ScalingRules } from './behaviour.ts'
import { grownSince, type History, recommend } from './history.ts'

/** What is to be held within limits. */
export interface Wish {
  readonly current: number
  readonly desired: number
  readonly min: number
  readonly max: number
}

/** Condition of a result: whether it holds, with its reason and message. */
export interface Verdict {
  readonly isTrue: boolean
  readonly reason: string
  readonly message: string
}

/** The number that is right, and what the conditions AbleToScale and ScalingLimited say of it. */
export interface Limited {
  readonly replicas: number
  readonly able: Verdict
  readonly limited: Verdict
}

/** With what a wish is judged. */
export interface Limits {
  readonly behaviour: Behaviour | undefined
  /** Mutated: the wish is remembered. */
  readonly history: History
  readonly nowMs: number
}

/**
 * Steadies a wish by what was wished lately, and holds it within its bounds and within how fast it may change.
 * Source: kubernetes podautoscaler `normalizeDesiredReplicas` and `normalizeDesiredReplicasWithBehaviors`.
 */
export function limit(wish: Wish, { behaviour, history, nowMs }: Limits): Limited {
  const steadied =
    behaviour === undefined ? highestOf(wish, history, nowMs) : steadiedBy(wish, behaviour, { history, nowMs })
  const able = steadied === wish.desired ? READY : steadiedVerdict(wish, behaviour !== undefined)
  const bound = boundOf({ ...wish, desired: steadied }, { behaviour, history, nowMs })
  const limited = { isTrue: bound.replicas !== steadied, reason: bound.reason, message: bound.message }
  return { replicas: bound.replicas, able, limited }
}

const READY: Verdict = { isTrue: true, reason: 'ReadyForNewScale', message: 'recommended size matches current size' }

function steadiedVerdict({ current, desired }: Wish, looksUp: boolean): Verdict {
  const isUp = looksUp && desired >= current
  const [side, word] = isUp ? ['Up', 'low'] : ['Down', 'high']
  const message = `recent recommendations were ${word}er than current one, applying the ${word}est recent recommendation`
  return { isTrue: true, reason: `Scale${side}Stabilized`, message }
}

function highestOf({ desired }: Wish, history: History, nowMs: number): number {
  const recent = history.recommendations.filter(({ atMs }) => atMs >= nowMs - DOWNSCALE_WINDOW_MS)
  recommend(history, desired, nowMs, DOWNSCALE_WINDOW_MS)
  return Math.max(desired, ...recent.map(({ replicas }) => replicas))
}

/** No lower than what was wished lately at most, no higher than what was wished lately at least. */
function steadiedBy(
  { current, desired }: Wish,
  { up, down }: Behaviour,
  { history, nowMs }: Pick<Limits, 'history' | 'nowMs'>,
): number {
  const since = (windowMs: number): readonly number[] =>
    history.recommendations.filter(({ atMs }) => atMs > nowMs - windowMs).map(({ replicas }) => replicas)
  const lowest = Math.min(desired, ...since(up.windowMs))
  const highest = Math.max(desired, ...since(down.windowMs))
  recommend(history, desired, nowMs, Math.max(up.windowMs, down.windowMs))
  return Math.min(Math.max(current, lowest), highest)
}

interface Bound {
  readonly replicas: number
  readonly reason: string
  readonly message: string
}

const WITHIN = { reason: 'DesiredWithinRange', message: 'the desired count is within the acceptable range' }
const TOO_MANY = {
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
}
const TOO_FEW = {
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
}
const TOO_FAST = {
  up: { reason: 'ScaleUpLimit', message: 'the desired replica count is increasing faster than the maximum scale rate' },
  down: {
    reason: 'ScaleDownLimit',
    message: 'the desired replica count is decreasing faster than the maximum scale rate',
  },
}

function boundOf(wish: Wish, { behaviour, history, nowMs }: Limits): Bound {
  const { current, desired, min, max } = wish
  if (behaviour === undefined) {
    // a first sample that is far off must not start hundreds of pods
    const fastest = Math.max(2 * current, 4)
    if (desired < min) return { replicas: min, ...TOO_FEW }
    return capped(desired, max, { fastest, current: 0 })
  }
  if (desired > current)
    return capped(desired, max, { fastest: mostAllowed(current, behaviour.up, { history, nowMs }), current })
  if (desired === current) return { replicas: desired, ...WITHIN }
  const slowest = Math.min(current, leastAllowed(current, behaviour.down, { history, nowMs }))
  const lowest = Math.max(min, slowest)
  if (desired >= lowest) return { replicas: desired, ...WITHIN }
  return { replicas: lowest, ...(min < slowest ? TOO_FAST.down : TOO_FEW) }
}

function capped(desired: number, max: number, { fastest, current }: { fastest: number; current: number }): Bound {
  const most = Math.max(fastest, current)
  const highest = Math.min(max, most)
  if (desired <= highest) return { replicas: desired, ...WITHIN }
  return { replicas: highest, ...(max > most ? TOO_FAST.up : TOO_MANY) }
}

type Past = Pick<Limits, 'history' | 'nowMs'>

function mostAllowed(current: number, { select, policies }: ScalingRules, { history, nowMs }: Past): number {
  if (select === 'Disabled') return current
  const proposals = policies.map(({ type, value, periodMs }) => {
    const start = current - grownSince(history, periodMs, nowMs)
    // rounded up: a percentage of few pods must still add one
    return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100))
  })
  return select === 'Min' ? Math.min(...proposals) : Math.max(...proposals)
}

function leastAllowed(current: number, { select, policies }: ScalingRules, { history, nowMs }: Past): number {
  if (select === 'Disabled') return current
  const proposals = policies.map(({ type, value, periodMs }) => {
    const start = current - grownSince(history, periodMs, nowMs)
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100))
  })
  return select === 'Min' ? Math.max(...proposals) : Math.min(...proposals)
}
