import { describe, expect, it } from 'vitest'
import { corpusCases, corpusFolder, difference, renderCase } from './helm-corpus.ts'

const folder = corpusFolder()

describe.skipIf(folder === undefined)('the chart corpus', () => {
  const cases = folder === undefined ? [] : corpusCases(folder)
  const rows = cases.flatMap((entry) =>
    (['helm4', 'helm3'] as const).map((compat) => [entry.id, entry.case, compat, entry] as const),
  )
  it.each(rows)('%s %s as %s', async (_id, _case, compat, entry) => {
    const outcome = await renderCase(folder as string, entry, compat)
    expect(difference(folder as string, entry, { compat, outcome })).toBeUndefined()
  })
})
