import { describe, expect, it } from 'vitest'
import { type OverlaySet, overlayCases, overlayDifference, overlayFolder, runOverlay } from './kustomize-corpus.ts'

describe.each(['suite', 'real'] satisfies OverlaySet[])('the overlay corpus: %s', (set) => {
  const folder = overlayFolder(set)
  const rows = folder === undefined ? [] : overlayCases(folder).map((entry) => [entry.id, entry] as const)
  it.skipIf(folder === undefined)('is there', () => expect(rows.length).toBeGreaterThan(0))
  it.each(rows)('%s', async (_id, entry) => {
    const printed = await runOverlay(folder as string, entry)
    expect(overlayDifference(folder as string, entry, printed)).toBeUndefined()
  })
})
