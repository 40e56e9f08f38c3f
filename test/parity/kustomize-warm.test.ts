import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildKustomization, explainKustomization, keepWork } from '#render'
import { localFiles, type OverlayFiles } from '#source'
import { type OverlayCase, type OverlaySet, overlayCases, overlayFolder } from './kustomize-corpus.ts'

describe.each(['suite', 'real'] satisfies OverlaySet[])('a build on what an earlier one has left: %s', (set) => {
  const folder = overlayFolder(set)
  const rows = folder === undefined ? [] : overlayCases(folder).filter(isPlain)
  it.skipIf(folder === undefined)('is there', () => expect(rows.length).toBeGreaterThan(0))
  it.each(rows.map((entry) => [entry.id, entry] as const))('%s', async (_id, { dir, flags }) => {
    const path = join(folder as string, dir)
    const files = sameBytes()
    const kept = await keepWork()
    const options = { isUnrestricted: flags.includes('LoadRestrictionsNone') }
    const cold = await buildKustomization(path, { ...options, files, kept })
    expect((await buildKustomization(path, { ...options, files, kept })).text).toBe(cold.text)
    expect(cold.text).toBe((await buildKustomization(path, { ...options, files: localFiles() })).text)
    for (const resource of cold.resources.resources.slice(0, 3)) await explainOne(path, resource, options)
  })
})

const PLAIN = new Set(['--reorder', 'none', '--reorder=none', '--load-restrictor', 'LoadRestrictionsNone'])

/** Charts and programs come from the command line's own part. */
function isPlain({ exit, flags }: OverlayCase): boolean {
  return exit === 0 && flags.every((flag) => PLAIN.has(flag))
}

/** Every field of a built object has a writer. */
async function explainOne(path: string, { kind, name }: Built, options: { readonly isUnrestricted: boolean }) {
  try {
    const { fields } = await explainKustomization(
      { path, query: `${kind}/${name}` },
      { ...options, files: localFiles() },
    )
    expect(fields.filter(({ writers }) => writers.length === 0).map((field) => field.path)).toEqual([])
  } catch (error) {
    // two objects of one name in several namespaces
    expect(error).toMatchObject({ code: 'ambiguous' })
  }
}

interface Built {
  readonly kind: string
  readonly name: string
}

/** Files that give the same array of bytes at each reading. */
function sameBytes(): OverlayFiles {
  const files = localFiles()
  const known = new Map<string, Uint8Array>()
  const read = (path: string): Uint8Array => {
    const data = known.get(path) ?? files.read(path)
    known.set(path, data)
    return data
  }
  return { ...files, read }
}
