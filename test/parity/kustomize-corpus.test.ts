import { describe, expect, it } from 'vitest'
import { type OverlaySet, overlayCases, overlayDifference, overlayFolder, runOverlay } from './kustomize-corpus.ts'

/** What berth does otherwise, and why. */
const KNOWN: ReadonlyMap<string, string> = new Map()

describe.each(['suite', 'real'] satisfies OverlaySet[])('the overlay corpus: %s', (set) => {
  const folder = overlayFolder(set)
  const rows = folder === undefined ? [] : overlayCases(folder).map((entry) => [entry.id, entry] as const)
  it.skipIf(folder === undefined)('is there', () => expect(rows.length).toBeGreaterThan(0))
  it.each(rows)('%s', async (id, entry) => {
    const printed = await runOverlay(folder as string, entry)
    const difference = overlayDifference(folder as string, entry, printed)
    if (KNOWN.has(id)) expect(difference).toBeDefined()
    else expect(difference).toBeUndefined()
  })
})
