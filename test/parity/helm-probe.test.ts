import { describe, expect, it } from 'vitest'
import { probeCases } from './helm-cases.ts'
import { levels, ourResult, type ProbeResult, probeDifference, recordedResults } from './helm-probe.ts'

describe('probe charts, as both Helms were recorded', () => {
  const recorded = recordedResults()
  const rows = probeCases.flatMap((entry) => levels.map(([compat]) => [entry.name, compat, entry] as const))
  it.each(rows)('%s as %s', async (name, compat, entry) => {
    const wanted = recorded.get(`${compat} ${name}`) as ProbeResult
    expect(probeDifference(await ourResult(entry, compat), wanted)).toBeUndefined()
  })
})
