import { afterAll, describe, expect, test } from 'vitest'
import { executable, peer } from '../peers.ts'
import { cases, known } from './cli-cases.ts'
import { compareCase } from './cli-compare.ts'
import { startServers } from './cli-world.ts'

const servers = await startServers()
afterAll(() => servers.close())

const levels = [
  ['helm4', 'helm-4.1.4'],
  ['helm3', 'helm-3.17.2'],
] as const

test('there are enough command lines', () => expect(cases.length).toBeGreaterThan(380))

describe.each(levels)('%s', (level, binary) => {
  const isKnown = (steps: string): boolean => known[level].some(([pattern]) => pattern.test(steps))
  const rows = cases.map((steps) => [steps.join(' ; '), steps] as const).filter(([name]) => !isKnown(name))

  test.skipIf(peer(binary) === undefined).each(rows)('%s', async (_, steps) => {
    expect(await compareCase(steps, level, { servers, executable: executable() })).toEqual([])
  })
})
