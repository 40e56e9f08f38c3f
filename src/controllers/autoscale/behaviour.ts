import { isSet, mapAt, mapsAt, numberAt } from '#kinds'
import { type JsonObject, textAt } from '#kube'
import { milliOf } from './amount.ts'
import type { Tolerance } from './replicas.ts'

/** How fast a number may change in one direction. */
export interface ScalingRules {
  readonly windowMs: number
  /** `Max`, `Min` or `Disabled`. */
  readonly select: string
  readonly policies: readonly Policy[]
}

/** So many pods, or so many percent, in a period. */
export interface Policy {
  readonly type: string
  readonly value: number
  readonly periodMs: number
}

/** The rules of both directions. */
export interface Behaviour {
  readonly up: ScalingRules
  readonly down: ScalingRules
}

/** Recommendations of so long hold a number up where nothing else is said (`--horizontal-pod-autoscaler-downscale-stabilization`). */
export const DOWNSCALE_WINDOW_MS = 5 * 60_000
const TOLERANCE = 0.1

/** What `spec.behavior` says; undefined where it is missing. */
export function behaviourOf(spec: JsonObject): Behaviour | undefined {
  if (!isSet(spec, 'behavior')) return undefined
  const behaviour = mapAt(spec, 'behavior')
  return {
    up: rulesOf(mapAt(behaviour, 'scaleUp'), 0),
    down: rulesOf(mapAt(behaviour, 'scaleDown'), DOWNSCALE_WINDOW_MS),
  }
}

/** How far usage may be off in each direction; a tenth unless told. */
export function toleranceOf(spec: JsonObject): Tolerance {
  const of = (side: string): number => {
    const milli = milliOf(mapAt(spec, 'behavior', side)['tolerance'])
    return milli === undefined ? TOLERANCE : milli / 1000
  }
  return { up: of('scaleUp'), down: of('scaleDown') }
}

/** The longest time that a policy looks back. */
export function longestPeriodMs({ policies }: ScalingRules): number {
  return Math.max(0, ...policies.map(({ periodMs }) => periodMs))
}

function rulesOf(rules: JsonObject, windowMs: number): ScalingRules {
  const seconds = numberAt(rules, 'stabilizationWindowSeconds')
  return {
    windowMs: seconds === undefined ? windowMs : seconds * 1000,
    select: textAt(rules, 'selectPolicy') || 'Max',
    policies: mapsAt(rules, 'policies').map((policy) => ({
      type: textAt(policy, 'type'),
      value: numberAt(policy, 'value') ?? 0,
      periodMs: (numberAt(policy, 'periodSeconds') ?? 0) * 1000,
    })),
  }
}
