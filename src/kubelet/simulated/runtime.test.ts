import { handClock } from '#reconcile/testing'
import { runtimeSuite } from '../runtime/suite.ts'
import { createSimulatedRuntime } from './runtime.ts'

runtimeSuite('simulated', () => {
  const clock = handClock(1_000_000)
  let serial = 0
  const runtime = createSimulatedRuntime({ clock, newId: () => String(serial++).padStart(64, '0') })
  return Promise.resolve({ runtime, pass: (ms) => clock.advance(ms), close: () => Promise.resolve() })
})
