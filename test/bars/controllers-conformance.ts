import { report, tryRules } from '../cluster/conformance/run.ts'
import { runsAlone, WORKLOAD_TESTS, workloadRules } from '../cluster/conformance/workload-rules.ts'
import type { Verdict } from './verdict.ts'

/** Tries the rules of the conformance suite that need nodes and pods, but nothing that runs in them. */
export async function workloadsConform(): Promise<Verdict> {
  const outcome = await tryRules(workloadRules, runsAlone)
  report(outcome)
  return { holds: outcome.held === WORKLOAD_TESTS, figure: `${outcome.held} of ${WORKLOAD_TESTS} rules hold` }
}
