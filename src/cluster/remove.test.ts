import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deleteCluster, resetCluster } from './remove.ts'
import { clusterFolder } from './state/folder.ts'
import { writeRecord } from './state/record.ts'

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

test('objects in etcd are not said to be gone', async () => {
  const folder = clusterFolder(home, 'one')
  const rest = { runtime: 'simulated', serviceCidr: '', host: '', port: 1, createdAt: 0, kubeconfigs: [] } as const
  await writeRecord(folder, { ...rest, store: { type: 'etcd', endpoints: ['http://127.0.0.1:1'] } })
  await expect(resetCluster(folder, 1000)).rejects.toMatchObject({ code: 'bad-option' })
})
