import { apiOperations } from './api-operations.ts'
import { workloads } from './apps.ts'
import { auth } from './auth.ts'
import { cli } from './cli.ts'
import { custom } from './custom.ts'
import { events } from './events.ts'
import { garbage } from './garbage.ts'
import { machinery } from './machinery.ts'
import { namespaces } from './namespaces.ts'
import { network } from './network.ts'
import { node } from './node.ts'
import { policies } from './policies.ts'
import { publishing } from './publish.ts'
import { quota } from './quota.ts'
import { scheduling } from './scheduling.ts'
import { volumes } from './storage.ts'
import { watchers } from './watchers.ts'
import type { Rules } from './world.ts'

/** Rules that need no more than an API server and its controllers, by the names that the conformance suite gives them. */
export const serverRules: Rules = {
  ...apiOperations,
  ...workloads,
  ...auth,
  ...cli,
  ...custom,
  ...events,
  ...garbage,
  ...machinery,
  ...namespaces,
  ...network,
  ...node,
  ...policies,
  ...publishing,
  ...quota,
  ...scheduling,
  ...volumes,
  ...watchers,
}

/** How many tests of the suite need no more than an API server. */
export const SERVER_TESTS = 145
