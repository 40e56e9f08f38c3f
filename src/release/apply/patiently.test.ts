import { expect, it } from 'vitest'
import { type Status, StatusError } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import { patiently } from './patiently.ts'

const refusal = (code: number, more: Partial<Status> = {}): StatusError =>
  new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code, ...more })
const conflict = refusal(409, { reason: 'Conflict' })
const busy = refusal(429, { reason: 'TooManyRequests', details: { retryAfterSeconds: 2 } })
const owned = refusal(409, { reason: 'Conflict', details: { causes: [{ reason: 'FieldManagerConflict' }] } })

it.each<readonly [rule: string, failures: readonly unknown[], end: string, pausesMs: readonly number[]]>([
  ['an answer is an answer', [], 'ok', []],
  ['a write that met another', [conflict, conflict], 'ok', [10, 20]],
  ['many of them', Array(9).fill(conflict), 'failed', [10, 20, 30, 40]],
  ['a busy server says when', [busy], 'ok', [2000]],
  ['a conflict over fields stays', [owned], 'failed', []],
  ['what exists, exists', [refusal(409, { reason: 'AlreadyExists' })], 'failed', []],
  ['what is no answer is not asked again', [new Error('gone')], 'failed', []],
])('%s', async (...[, failures, end, pausesMs]) => {
  const left = [...failures]
  const paused: number[] = []
  const setTimer = (delayMs: number, run: () => void): (() => void) => {
    paused.push(delayMs)
    queueMicrotask(run)
    return () => undefined
  }
  const world = { clock: { now: () => 0, setTimer }, signal: new AbortController().signal } as unknown as ObjectWorld
  const ask = (): Promise<string> => (left.length > 0 ? Promise.reject(left.shift() as Error) : Promise.resolve('ok'))
  expect(await patiently(world, ask).catch(() => 'failed')).toBe(end)
  expect(paused).toEqual(pausesMs)
})
