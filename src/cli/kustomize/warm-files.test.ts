import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { localFiles } from '#source'
import { WarmFiles } from './warm-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-warm-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('gives the same bytes until the file changes, and knows what has changed', () => {
  const path = join(folder, 'a.yaml')
  writeFileSync(path, 'a: 1\n')
  const files = new WarmFiles()
  files.start(localFiles())
  const first = files.read(path)
  expect(files.changed()).toEqual([])
  files.start(localFiles())
  expect(files.read(path)).toBe(first)
  appendFileSync(path, 'b: 2\n')
  expect(files.changed()).toEqual([path])
  files.start(localFiles())
  expect(Buffer.from(files.read(path)).toString()).toBe('a: 1\nb: 2\n')
})

it('a file that was looked for and is made later is a change', () => {
  const path = join(folder, 'later.yaml')
  const files = new WarmFiles()
  files.start(localFiles())
  expect(files.has(path)).toBe(false)
  writeFileSync(path, '')
  expect(files.changed()).toEqual([path])
})
