import { daemonSets } from './daemon-sets.ts'
import { deployments } from './deployments.ts'
import { disruption } from './disruption.ts'
import { jobPolicies } from './job-policies.ts'
import { jobs } from './jobs.ts'
import { namespacePods } from './namespace-pods.ts'
import { predicates } from './predicates.ts'
import { preemption } from './preemption.ts'
import { statefulSets } from './stateful-sets.ts'
import { taints } from './taints.ts'
import type { Rules } from './world.ts'

/** Rules that need nodes and pods, but nothing that runs in them, by the names that the conformance suite gives them. */
export const workloadRules: Rules = {
  ...deployments,
  ...disruption,
  ...taints,
  ...jobs,
  ...jobPolicies,
  ...namespacePods,
  ...daemonSets,
  ...statefulSets,
  ...predicates,
  ...preemption,
}

/** How many tests of sig-apps, sig-scheduling, sig-api-machinery and of taints need pods that nothing runs in. */
export const WORKLOAD_TESTS = 61

/** Whether a rule would disturb others: the suite runs it alone. */
export function runsAlone(name: string): boolean {
  return name.includes('[Serial]')
}
