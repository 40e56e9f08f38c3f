import { report, tryRules } from '../cluster/conformance/run.ts'
import { SERVER_TESTS, serverRules } from '../cluster/conformance/server-rules.ts'
import type { Verdict } from './verdict.ts'

/** Tries the rules of the conformance suite that need no more than an API server. */
export async function conformanceHolds(): Promise<Verdict> {
  const outcome = await tryRules(serverRules)
  report(outcome)
  return { holds: outcome.held === SERVER_TESTS, figure: `${outcome.held} of ${SERVER_TESTS} rules hold` }
}
