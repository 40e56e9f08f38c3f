import { CONFORMANCE_TESTS, report, tryRules } from '../cluster/conformance/run.ts'
import type { Verdict } from './verdict.ts'

/** Tries the rules of the conformance suite that need no more than an API server. */
export async function conformanceHolds(): Promise<Verdict> {
  const outcome = await tryRules()
  report(outcome)
  return { holds: outcome.held === CONFORMANCE_TESTS, figure: `${outcome.held} of ${CONFORMANCE_TESTS} rules hold` }
}
