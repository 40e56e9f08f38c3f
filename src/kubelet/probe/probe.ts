import { mapAt, numberAt } from '#kinds'
import type { JsonObject } from '#kube'
import type { ProbeState } from '../pod/record.ts'
import type { ProbeKind, ProbeOutcome } from '../runtime/runtime.ts'

const KINDS: readonly (readonly [ProbeKind, string])[] = [
  ['startup', 'startupProbe'],
  ['readiness', 'readinessProbe'],
  ['liveness', 'livenessProbe'],
]

/** The probes of a container that has just begun to run. */
export function newProbes(container: JsonObject, startedAtMs: number): readonly ProbeState[] {
  return KINDS.flatMap(([kind, field]) => {
    const present = container[field]
    if (present === undefined || present === null) return []
    const delaySeconds = numberAt(mapAt(container, field), 'initialDelaySeconds') ?? 0
    return [
      {
        kind,
        dueAtMs: startedAtMs + delaySeconds * 1000,
        successes: 0,
        failures: 0,
        isRunning: false,
        isPassed: undefined,
      },
    ]
  })
}

/** The probe's spec. */
export function probeSpec(container: JsonObject, kind: ProbeKind): JsonObject {
  return mapAt(container, `${kind}Probe`)
}

/** Whether a probe waits for another: nothing else is asked before the startup probe has passed, and that one not again. */
export function isHeld({ kind, isPassed }: ProbeState, probes: readonly ProbeState[]): boolean {
  if (kind === 'startup') return isPassed === true
  return probes.some((one) => one.kind === 'startup' && one.isPassed !== true)
}

/**
 * Takes an outcome in (mutates). Gives what it comes to when that is decided: enough in a row succeeded or failed.
 * Source: kubernetes pkg/kubelet/prober/worker.go.
 */
export function takeOutcome(state: ProbeState, spec: JsonObject, outcome: ProbeOutcome): boolean | undefined {
  if (outcome.isSuccess) {
    state.failures = 0
    state.successes++
  } else {
    state.successes = 0
    state.failures++
  }
  const isDecided = outcome.isSuccess
    ? state.successes >= (numberAt(spec, 'successThreshold') ?? 1)
    : state.failures >= (numberAt(spec, 'failureThreshold') ?? 3)
  if (!isDecided) return undefined
  state.isPassed = outcome.isSuccess
  return outcome.isSuccess
}

/** When a probe is due next: after its period, or later when it is decided and known to stay the same. */
export function nextDueMs(state: ProbeState, spec: JsonObject, outcome: ProbeOutcome, nowMs: number): number {
  const periodMs = (numberAt(spec, 'periodSeconds') ?? 10) * 1000
  const isSettled = state.isPassed === outcome.isSuccess
  const steadyMs = isSettled ? (outcome.steadyUntilMs ?? 0) : 0
  if (steadyMs <= nowMs + periodMs) return nowMs + periodMs
  // as if it had been asked all the time: the first round after the change
  return nowMs + Math.ceil((steadyMs - nowMs) / periodMs) * periodMs
}
