import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { corpus, peer } from '../peers.ts'
import { lintCases } from './lint-cases.ts'
import { helmRun, type LintRun, levels, ourRun, recordedRuns, withCase } from './lint-probe.ts'

describe('small charts, as both Helms were recorded', () => {
  const recorded = recordedRuns()
  const rows = lintCases.flatMap((entry) => levels.map(([compat]) => [entry.name, compat, entry] as const))
  it('has a record of every case', () => expect(Object.keys(recorded)).toHaveLength(rows.length))
  it.each(rows)('%s as %s', async (name, compat, entry) => {
    const given = await withCase(entry, (folder) => ourRun(entry, compat, folder))
    expect(given).toEqual(recorded[`${compat} ${name}`] as LintRun)
  })
})

const folder = corpus('charts/charts')

describe.skipIf(folder === undefined || peer('helm-4.1.4') === undefined)(
  'charts of the corpus, as Helm now says',
  () => {
    const charts = folder === undefined ? [] : readdirSync(folder)
    const rows = charts.flatMap((chart) => levels.map(([compat, name]) => [chart, compat, name] as const))
    it.each(rows)('%s as %s', async (chart, compat, name) => {
      const entry = { name: chart, files: {}, args: [join(folder as string, chart)] }
      const helm = await withCase(entry, (place) => helmRun(peer(name) as string, entry, place))
      expect(await withCase(entry, (place) => ourRun(entry, compat, place))).toEqual(helm)
    })
  },
)
