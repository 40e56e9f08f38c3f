import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shareKubeconfig } from './share-kubeconfig.ts'
import { clusterFolder } from './state/folder.ts'
import { readRecord, writeRecord } from './state/record.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'berth-share-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const document = {
  clusters: [{ name: 'x', cluster: { server: 'https://x' } }],
  users: [{ name: 'x', user: { token: 't' } }],
}
const made = {
  runtime: 'simulated',
  store: { type: 'sqlite' },
  serviceCidr: '',
  host: '',
  port: 1,
  createdAt: 0,
} as const

test.each([
  ['flag', (file: string) => ({ explicit: file })],
  ['variable', (file: string) => ({ explicit: '', variable: file })],
])('a relative kubeconfig of the %s is remembered by its whole path', async (_, user) => {
  const folder = clusterFolder(home, 'one')
  await writeRecord(folder, { ...made, kubeconfigs: [] })
  const file = join(home, 'config')
  expect(await shareKubeconfig(folder, document, { ...user(relative(process.cwd(), file)), home })).toBe(file)
  expect((await readRecord(folder))?.kubeconfigs).toEqual([file])
})
