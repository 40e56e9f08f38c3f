import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deleteCluster } from './remove.ts'
import { clusterFolder } from './state/folder.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'berth-remove-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('a cluster whose record cannot be read is deleted, and not called unknown', async () => {
  const folder = clusterFolder(home, 'one')
  mkdirSync(folder.path, { recursive: true })
  writeFileSync(folder.record, '{"runtime":')
  await deleteCluster(folder, 1000)
  expect(existsSync(folder.path)).toBe(false)
  await expect(deleteCluster(folder, 1000)).rejects.toMatchObject({ code: 'unknown-cluster' })
})
