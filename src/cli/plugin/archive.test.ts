import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packFiles } from '#repo/testing'
import { nameOfArchive, withUnpacked } from './archive.ts'

const manifest = 'name: a\nversion: 1.0.0\n'
const nameIn = (folder: string): string => readFileSync(join(folder, 'plugin.yaml'), 'utf8')

test.each([
  ['at its root', { 'plugin.yaml': manifest, 'bin/run': 'x' }],
  ['in a folder', { 'a/plugin.yaml': manifest }],
])('a plugin %s of an archive', async (_, files) => {
  expect(await withUnpacked(packFiles(files), nameIn)).toBe(manifest)
})

test.each([
  ['a path that leads out', packFiles({ 'a/plugin.yaml': manifest, '../evil': 'x' }), /path contains '\.\.'/],
  ['a path from the root', packFiles({ 'a/plugin.yaml': manifest, '/evil': 'x' }), /path is absolute/],
  ['a path with a colon', packFiles({ 'a/plugin.yaml': manifest, 'c:evil': 'x' }), /path contains ':'/],
  ['no plugin in it', packFiles({ 'a/b/plugin.yaml': manifest }), /plugin\.yaml not found/],
  ['no archive', Buffer.from('this is no archive at all'), /gzip: invalid header/],
  ['an archive that is cut', packFiles({ 'a/plugin.yaml': manifest }).subarray(0, 30), /unexpected EOF/],
])('%s is refused', async (_, archive, wanted) => {
  await expect(withUnpacked(archive, nameIn)).rejects.toThrow(wanted)
})

test.each([
  ['/x/diff-1.2.3.tgz', 'diff'],
  ['helm-s3_0.1.tar.gz', 'helm-s3_0.1'],
  ['a-b-0.1.0-rc.1.tgz', 'a-b'],
  ['plain.tgz', 'plain'],
])('the name of %s', (file, wanted) => {
  expect(nameOfArchive(file)).toBe(wanted)
})
