import { type ContainerRecord, isRunning, type ProbeState } from '../pod/record.ts'
import type { SpecContainer } from '../pod/spec.ts'
import { stopContainer } from '../pod/stop.ts'
import { launch, tell, type Work } from '../pod/work.ts'
import { isHeld, nextDueMs, probeSpec, takeOutcome } from './probe.ts'

/** Asks the probes of a running container that are due. Gives when the next one is, in milliseconds since the epoch. */
export function runProbes(work: Work, container: SpecContainer, record: ContainerRecord): number {
  if (!isRunning(record) || record.isStopping) return Infinity
  const now = work.context.clock.now()
  let next = Infinity
  for (const state of record.probes) {
    if (state.isRunning || isHeld(state, record.probes)) continue
    if (state.dueAtMs > now) next = Math.min(next, state.dueAtMs)
    else {
      state.isRunning = true
      launch(work, () => ask(work, container, { record, state }))
    }
  }
  return next
}

interface Asked {
  readonly record: ContainerRecord
  readonly state: ProbeState
}

async function ask(work: Work, container: SpecContainer, { record, state }: Asked): Promise<void> {
  const { runtime, context } = work
  const { id } = record
  const spec = probeSpec(container.spec, state.kind)
  try {
    const outcome = await runtime.probe(id, { kind: state.kind, probe: spec })
    if (record.id !== id || !isRunning(record)) return
    if (!outcome.isSuccess) {
      const title = `${state.kind.charAt(0).toUpperCase()}${state.kind.slice(1)}`
      tell(
        work,
        { type: 'Warning', reason: 'Unhealthy', message: `${title} probe failed: ${outcome.output}` },
        container,
      )
    }
    const decided = takeOutcome(state, spec, outcome)
    state.dueAtMs = nextDueMs(state, spec, outcome, context.clock.now())
    if (decided === false && state.kind !== 'readiness') kill(work, container, { record, state })
  } finally {
    state.isRunning = false
  }
}

/** A container that is not alive ends; whether it runs again is for its restart policy. */
function kill(work: Work, container: SpecContainer, { record, state }: Asked): void {
  const message = `Container ${container.name} failed ${state.kind} probe, will be restarted`
  const graceMs = probeGraceMs(work, container, state)
  launch(work, () => stopContainer(work, container, { record, message, graceMs }))
}

function probeGraceMs({ pod }: Work, container: SpecContainer, { kind }: ProbeState): number {
  const own = probeSpec(container.spec, kind)['terminationGracePeriodSeconds']
  const whole = (pod['spec'] as { terminationGracePeriodSeconds?: number } | undefined)?.terminationGracePeriodSeconds
  return (typeof own === 'number' ? own : (whole ?? 30)) * 1000
}
