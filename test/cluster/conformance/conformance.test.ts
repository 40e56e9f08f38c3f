import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peer } from '../../peers.ts'
import { frameworkHolds } from './framework.ts'
import { SERVER_TESTS, serverRules } from './server-rules.ts'
import { runsAlone, workloadRules } from './workload-rules.ts'
import { type Ground, startGround } from './world.ts'

/** Rules about controllers that a control plane does not run yet. */
const waiting = [
  'Garbage collector should delete RS created by deployment when not orphaning',
  'Garbage collector should delete pods created by rc when not orphaning',
  'Garbage collector should keep the rc around until all its pods are deleted if the deleteOptions says so [Serial]',
  "Garbage collector should not delete dependents that have both valid owner and owner that's waiting for dependents to be deleted [Serial]",
  'Garbage collector should orphan RS created by deployment when deleteOptions.PropagationPolicy is Orphan',
  'Garbage collector should orphan pods created by rc if delete options say so [Serial]',
  'ReplicationController should get and update a ReplicationController scale',
  'ReplicationController should surface a failure condition on a common issue like exceeded quota',
]

let ground: Ground
beforeAll(async () => {
  ground = await startGround()
})
afterAll(() => ground.stop())

test('every test of the suite that needs no more than an API server has its rule', () => {
  expect(Object.keys(serverRules)).toHaveLength(SERVER_TESTS)
  expect(waiting.filter((name) => serverRules[name] === undefined)).toEqual([])
})

test('the framework of the suite finds what it asks for', () => ground.attempt('framework', frameworkHolds))

describe.skipIf(peer('kubectl-1.34') === undefined)('conformance', () => {
  const now = Object.entries(serverRules).filter(([name]) => !waiting.includes(name))
  test.concurrent.each(now)('%s', (_name, rule) => ground.attempt('conformance', rule))
})

describe('conformance of workloads', () => {
  const all = Object.entries(workloadRules)
  test.concurrent.each(all.filter(([name]) => !runsAlone(name)))('%s', (_, rule) => ground.attempt('workloads', rule))
  test.each(all.filter(([name]) => runsAlone(name)))('%s', (_, rule) => ground.attempt('workloads', rule))
})
