import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peer } from '../../peers.ts'
import { frameworkHolds } from './framework.ts'
import { SERVER_TESTS, serverRules } from './server-rules.ts'
import { services } from './services.ts'
import { runsAlone, workloadRules } from './workload-rules.ts'
import { type Ground, startGround } from './world.ts'

let ground: Ground
beforeAll(async () => {
  ground = await startGround()
})
afterAll(() => ground.stop())

test('every test of the suite that needs no more than an API server has its rule', () => {
  expect(Object.keys(serverRules)).toHaveLength(SERVER_TESTS)
})

test('the framework of the suite finds what it asks for', () => ground.attempt('framework', frameworkHolds))

describe.skipIf(peer('kubectl-1.34') === undefined)('conformance', () => {
  test.concurrent.each(Object.entries(serverRules))('%s', (_name, rule) => ground.attempt('conformance', rule))
})

describe('conformance of workloads', () => {
  const all = Object.entries(workloadRules)
  test.concurrent.each(all.filter(([name]) => !runsAlone(name)))('%s', (_, rule) => ground.attempt('workloads', rule))
  test.each(all.filter(([name]) => runsAlone(name)))('%s', (_, rule) => ground.attempt('workloads', rule))
})

test.concurrent.each(Object.entries(services))('%s', (_, rule) => ground.attempt('services', rule))
