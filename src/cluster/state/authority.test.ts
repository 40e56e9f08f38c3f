import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isIssuedBy } from '../certificate/door.ts'
import { type Certificates, readyCertificates } from './certificates.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-authority-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const START_MS = Date.UTC(2026, 0, 1)
const DAY_MS = 86_400_000
const DUE = 0.7 * 3650 + 1
const after = (days: number, isShared = false): Promise<Certificates> =>
  readyCertificates({ nowMs: START_MS + days * DAY_MS, hosts: ['localhost'], folder, isShared })
const signing = ({ authority }: Certificates): string => authority.pair.certificate

test('a successor is trusted first, signs later, and the old one stays trusted until it ends', async () => {
  const first = await after(0)
  const known = await after(DUE)
  expect([known.trusted.length, known.trusted[0]]).toEqual([2, signing(first)])
  expect(isIssuedBy(known.server.certificate, signing(first))).toBe(true)
  const waiting = await after(DUE + 29)
  expect(waiting.trusted).toEqual(known.trusted)
  const changed = await after(DUE + 31)
  expect(changed.trusted).toEqual(known.trusted.toReversed())
  for (const { certificate } of [changed.server, changed.admin])
    expect(isIssuedBy(certificate, signing(changed))).toBe(true)
  expect((await after(DUE + 32)).trusted).toEqual(changed.trusted)
  expect((await after(3651)).trusted).toEqual([signing(changed)])
})

test('an authority that slept past its end is replaced at once', async () => {
  const first = await after(0)
  const late = await after(3651)
  expect(late.trusted).toEqual([signing(late)])
  expect(signing(late)).not.toBe(signing(first))
  expect(isIssuedBy(late.server.certificate, signing(late))).toBe(true)
})

test('a cluster that slept until shortly before the end does not wait', async () => {
  const first = await after(0)
  const late = await after(3640)
  expect(signing(late)).not.toBe(signing(first))
  expect(late.trusted).toEqual([signing(late), signing(first)])
})

test('an authority of several control planes stays', async () => {
  const first = await after(0)
  const later = await after(DUE + 31, true)
  expect([signing(later), later.trusted.length]).toEqual([signing(first), 1])
})

test('front proxies have an authority of their own', async () => {
  const { trustedFrontProxies, frontProxyClient, trusted } = await after(0)
  expect(isIssuedBy(frontProxyClient.certificate, trustedFrontProxies[0] ?? '')).toBe(true)
  expect(isIssuedBy(frontProxyClient.certificate, trusted[0] ?? '')).toBe(false)
})
