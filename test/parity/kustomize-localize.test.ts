import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { localizeKustomization } from '#render'
import { localFiles } from '#source'
import type { Session } from '../../src/cli/frame/session.ts'
import { listFolder } from '../../src/cli/kustomize/localize-list.ts'
import { writeCopy } from '../../src/cli/kustomize/localize-write.ts'
import { renderKustomize } from '../../src/render/kustomize/target/render.ts'
import { type OverlayCase, type OverlaySet, overlayCases, overlayFolder } from './kustomize-corpus.ts'

const ONE_IN = Number(process.env['LOCALIZE_ONE_IN'] ?? 1)

/** Copies a case's folder with everything it names, and gives what the copy builds; `undefined` where it is not copied. */
async function buildCopy(folder: string, { dir }: OverlayCase): Promise<string> {
  const target = join(folder, dir)
  const [set = '', name = ''] = dir.split('/')
  const work = mkdtempSync(join(tmpdir(), 'berth-localize-'))
  try {
    const options = { target, scope: join(folder, set, name), destination: join(work, 'copy') }
    const copy = await localizeKustomization({ files: localFiles(), list: listFolder, ...options })
    writeCopy(copy, { randomBytes: () => new Uint8Array([1]) } as unknown as Session)
    return renderKustomize(join(copy.destination, copy.target), { files: localFiles() }).text
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** What the reference refuses to copy, though it builds. */
const FOLDER_OF_PLUGINS = /unable to load (?:generators|transformers) entry[^]* must resolve to a file$/
/** Flags that change nothing but the order. */
const PLAIN = new Set(['', '--reorder none'])
const SETS: readonly OverlaySet[] = ['suite', 'real']

for (const set of SETS) {
  const folder = overlayFolder(set)
  if (folder === undefined)
    process.stderr.write(`localized copies of ${set} SKIPPED: no overlay corpus, set BERTH_CORPUS\n`)
  test.skipIf(folder === undefined)(`copies of ${set} build what their originals build`, async () => {
    const root = folder as string
    const cases = overlayCases(root).filter(({ flags, exit }) => PLAIN.has(flags.join(' ')) && exit === 0)
    const failed: string[] = []
    for (const [at, entry] of cases.entries()) {
      if (at % ONE_IN !== 0) continue
      const original = renderKustomize(join(root, entry.dir), { files: localFiles() }).text
      const copied = await buildCopy(root, entry).catch((error: Error) => error)
      if (copied instanceof Error && FOLDER_OF_PLUGINS.test(copied.message)) continue
      if (copied !== original) failed.push(`${entry.id}: ${copied instanceof Error ? copied.message : 'other output'}`)
    }
    expect(failed).toEqual([])
  })
}
