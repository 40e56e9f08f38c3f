import { expect, test } from 'vitest'
import type { ProbeState } from '../pod/record.ts'
import { isHeld, newProbes, nextDueMs, takeOutcome } from './probe.ts'

const state = (more: Partial<ProbeState> = {}): ProbeState => ({
  kind: 'readiness',
  dueAtMs: 0,
  successes: 0,
  failures: 0,
  isRunning: false,
  isPassed: undefined,
  ...more,
})

test.each([
  ['one success is enough', {}, [true], [true]],
  ['successes in a row', { successThreshold: 2 }, [true, false, true, true], [undefined, undefined, undefined, true]],
  [
    'three failures in a row',
    {},
    [false, false, true, false, false, false],
    [undefined, undefined, true, undefined, undefined, false],
  ],
  ['as many failures as are said', { failureThreshold: 1 }, [false], [false]],
])('%s', (_, spec, outcomes, expected) => {
  const probe = state()
  expect(outcomes.map((isSuccess) => takeOutcome(probe, spec, { isSuccess, output: '' }))).toEqual(expected)
})

test('the startup probe holds the others until it has passed, and is not asked again', () => {
  const [startup, live] = [state({ kind: 'startup' }), state({ kind: 'liveness' })]
  expect([isHeld(startup, [startup, live]), isHeld(live, [startup, live])]).toEqual([false, true])
  startup.isPassed = true
  expect([isHeld(startup, [startup, live]), isHeld(live, [startup, live])]).toEqual([true, false])
})

test('the first ask is after the initial delay', () => {
  const probes = newProbes({ livenessProbe: { initialDelaySeconds: 7 }, readinessProbe: {} }, 1000)
  expect(probes.map(({ kind, dueAtMs }) => [kind, dueAtMs])).toEqual([
    ['readiness', 1000],
    ['liveness', 8000],
  ])
})

test.each([
  ['after the period', state(), { isSuccess: true, output: '' }, 5000],
  ['undecided: after the period', state(), { isSuccess: false, output: '', steadyUntilMs: 60_000 }, 5000],
  [
    'decided and known to last: the first round after it',
    state({ isPassed: true }),
    { isSuccess: true, output: '', steadyUntilMs: 12_000 },
    15_000,
  ],
  ['for ever', state({ isPassed: true }), { isSuccess: true, output: '', steadyUntilMs: Infinity }, Infinity],
])('next: %s', (_, probe, outcome, expected) => {
  expect(nextDueMs(probe, { periodSeconds: 5 }, outcome, 0)).toBe(expected)
})
