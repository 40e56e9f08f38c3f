import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cluster, startCluster } from '#cluster'
import { allSteps, play, scenarios } from './deaths.ts'

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ listens: false })
})
afterAll(() => cluster.stop())

/** Bar releases.2 has every scenario die at every write; here each dies at every so-manieth one. */
const STRIDE = 9

describe('a run that dies leaves a release that the next one sets right', () => {
  it.each(scenarios.map((scenario, at) => ({ ...scenario, at })))('$before, $dies dies, $next', async (scenario) => {
    let at = 1 + (scenario.at % STRIDE)
    let isOver = false
    for (; !isOver; at += STRIDE) {
      const played = await play(cluster, scenario, at)
      expect(played.found).toEqual(played.wanted)
      isOver = played.isOver
    }
    expect(at).toBeGreaterThan(STRIDE)
  })

  it('has a table without a step twice', () => {
    const all = allSteps()
    expect(new Set(all).size).toBe(all.length)
  })
})
