import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstAddress } from '../bootstrap/address.ts'
import { isIssuedBy } from '../certificate/door.ts'
import { settle } from '../settle.ts'
import { readyCertificates } from './certificates.ts'
import { clusterFolder, contextName, dataHome } from './folder.ts'
import { readOwner, takeLock } from './lock.ts'
import { type ClusterRecord, readStoreChoice, storeText } from './record.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'berth-state-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test.each([
  ['a flag', { BERTH_HOME: '/b' }, '/f', '/f'],
  ['the variable', { BERTH_HOME: '/b', XDG_STATE_HOME: '/x' }, undefined, '/b'],
  ['the state directory', { XDG_STATE_HOME: '/x', HOME: '/h' }, undefined, '/x/berth'],
  ['the home', { HOME: '/h' }, undefined, '/h/.local/state/berth'],
])('clusters live in %s', (...[, environment, flag, expected]) => expect(dataHome(environment, flag)).toBe(expected))

test.each(['Upper', '../x', '-a', 'a-', '', 'a'.repeat(60)])('%j is no name', (name) => {
  expect(() => clusterFolder('/h', name)).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

test('contexts are called after their clusters', () => {
  expect([contextName('berth'), contextName('two')]).toEqual(['berth', 'berth-two'])
})

test.each([
  ['10.96.0.0/12', '10.96.0.1'],
  ['10.97.5.0/12', '10.96.0.1'],
  ['192.168.4.0/24', '192.168.4.1'],
])('the first address of %s is %s', (cidr, expected) => expect(firstAddress(cidr)).toBe(expected))

test.each(['10.96.0.0', '10.96.0.0/4', '10.96.0.0/30', '300.0.0.0/8', 'fd00::/64', ''])('%j is no range', (cidr) => {
  expect(() => firstAddress(cidr)).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

test.each(['sqlite', 'memory', 'http://a:1,https://b:2'])('store %s is read and printed', (text) => {
  expect(storeText(readStoreChoice(text))).toBe(text)
})

test.each(['disk', 'etcd', 'http://a:1,b', ''])('store %j is refused', (text) => {
  expect(() => readStoreChoice(text)).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

describe('options', () => {
  const record: ClusterRecord = {
    runtime: 'simulated',
    store: { type: 'sqlite' },
    serviceCidr: '10.0.0.0/16',
    host: '127.0.0.1',
    port: 7000,
    createdAt: 0,
    kubeconfigs: [],
  }

  test('what it had stays', () =>
    expect(settle({ home: '/h' }, record)).toMatchObject({ serviceCidr: '10.0.0.0/16', store: { type: 'sqlite' } }))

  test.each([
    ['another store', { store: 'memory' as const }],
    ['another range', { serviceCidr: '10.96.0.0/12' }],
    ['a range of pods that is none', { podCidr: '10.244.0.1/14' }],
    ['a range of pods that nobody keeps account of', { podCidr: '10.0.0.0/7' }],
    ['more nodes than have addresses', { nodes: 5, podCidr: '10.0.0.0/22' }],
  ])('%s is refused', (_, more) => {
    expect(() => settle({ home: '/h', ...more }, record)).toThrow(expect.objectContaining({ code: 'bad-option' }))
  })

  test.each([
    ['10.244.0.0/14', 1024],
    ['10.240.0.0/12', 4096],
    ['10.0.0.0/24', 1],
    ['fd00::/56', 256],
  ])('%s has room for %i nodes', (podCidr, nodes) =>
    expect(settle({ podCidr, nodes }, undefined)).toMatchObject({ podCidr, nodes }),
  )

  test.each([
    ['as at the last start', {}, { ...record, metrics: true }, true],
    ['as now told', { metrics: false }, { ...record, metrics: true }, false],
    ['not unless told', {}, record, false],
  ])('what pods use is told %s', (_, options, had, metrics) => expect(settle(options, had)).toMatchObject({ metrics }))

  test('without a directory the store is memory', () => expect(settle({}, undefined).store).toEqual({ type: 'memory' }))
})

describe('the lock', () => {
  test('is for one process, and is seen by others', async () => {
    const folder = clusterFolder(home, 'one')
    const lock = await takeLock(folder, 5)
    await expect(takeLock(folder, 6)).rejects.toMatchObject({ code: 'running' })
    expect(await readOwner(folder)).toMatchObject({ pid: process.pid, startedAt: 5 })
    await lock.announce('https://x')
    expect(await readOwner(folder)).toMatchObject({ address: 'https://x' })
    await lock.release()
    expect(await readOwner(folder)).toBeUndefined()
  })

  test.each([
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startTime: '1', startedAt: 0 })],
    ['of a process whose number is used again', JSON.stringify({ pid: process.pid, startTime: '1', startedAt: 0 })],
    ['that is no lock', 'nonsense'],
  ])('%s is taken over', async (_, text) => {
    const folder = clusterFolder(home, 'one')
    await (await takeLock(folder, 0)).release()
    writeFileSync(folder.lock, text)
    await (await takeLock(folder, 1)).release()
    expect(existsSync(folder.lock)).toBe(false)
  })
})

describe('certificates', () => {
  const nowMs = Date.UTC(2026, 0, 1)
  const order = (more: object = {}) => ({ nowMs, hosts: ['localhost', '127.0.0.1'], folder: join(home, 'c'), ...more })
  const YEAR_MS = 365 * 86_400_000

  test('are kept, and their keys are for their owner only', async () => {
    const first = await readyCertificates(order())
    const again = await readyCertificates(order({ nowMs: nowMs + 1000 }))
    expect(again.server).toEqual(first.server)
    expect(again.tokenKey).toBe(first.tokenKey)
    expect(statSync(join(home, 'c', 'ca.key')).mode & 0o777).toBe(0o600)
  })

  test('are renewed before they end; the authority stays', async () => {
    const first = await readyCertificates(order())
    const later = await readyCertificates(order({ nowMs: nowMs + 0.8 * YEAR_MS }))
    expect(later.authority.pair).toEqual(first.authority.pair)
    expect(later.server.certificate).not.toBe(first.server.certificate)
    expect(isIssuedBy(later.server.certificate, first.authority.pair.certificate)).toBe(true)
  })

  test('are made again for other hosts', async () => {
    const first = await readyCertificates(order())
    const other = await readyCertificates(order({ hosts: ['localhost', '10.0.0.1'] }))
    expect(other.server.certificate).not.toBe(first.server.certificate)
    expect(other.admin).toEqual(first.admin)
  })

  test('are made again when a write was cut short', async () => {
    await readyCertificates(order())
    const path = join(home, 'c', 'apiserver.crt')
    writeFileSync(path, '')
    await readyCertificates(order())
    expect(readFileSync(path, 'utf8')).toContain('BEGIN CERTIFICATE')
  })
})
