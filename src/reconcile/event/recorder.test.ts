import { describe, expect, test } from 'vitest'
import type { Client } from '#client'
import { type JsonObject, type KubeObject, notFound } from '#kube'
import { type HandClock, handClock } from '../testing.ts'
import { createRecorder, type EventNote, type RecordEvent } from './recorder.ts'

interface Bench {
  readonly clock: HandClock
  readonly record: RecordEvent
  /** What was written, in short. */
  readonly written: string[]
  readonly bodies: JsonObject[]
}

const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'n', uid: 'u' } }

function bench(answers: { readonly patch?: () => void; readonly create?: () => Promise<void> } = {}): Bench {
  const clock = handClock(Date.UTC(2026, 0, 1))
  const [written, bodies]: [string[], JsonObject[]] = [[], []]
  const client = {
    create: async (_: unknown, event: KubeObject & JsonObject) => {
      await answers.create?.()
      const { count = '-', message = event['note'] } = event
      written.push(`create ${JSON.stringify(count)} ${JSON.stringify(message)}`.replaceAll('"', ''))
      bodies.push(event)
      return event
    },
    patch: (_: unknown, __: unknown, { body }: { body: JsonObject }) => {
      answers.patch?.()
      written.push(`patch ${JSON.stringify(body)}`)
      return Promise.resolve({})
    },
  } as unknown as Client
  return { clock, written, bodies, record: createRecorder({ client, clock, component: 'kubelet', host: 'h' }) }
}

const note = (message: string, more: Partial<EventNote> = {}): EventNote => ({
  type: 'Normal',
  reason: 'Pulled',
  message,
  ...more,
})

/** Lets every write through. */
async function quiet(clock: HandClock): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await clock.advance(0)
}

describe('events', () => {
  test('the first is made, equal ones count it up', async () => {
    const { record, clock, written, bodies } = bench()
    record(pod, note('a', { fieldPath: 'spec.containers{c}' }))
    await clock.advance(2000)
    record(pod, note('a', { fieldPath: 'spec.containers{c}' }))
    await quiet(clock)
    expect(written).toEqual(['create 1 a', 'patch {"count":2,"lastTimestamp":"2026-01-01T00:00:02Z","message":"a"}'])
    expect(bodies[0]).toMatchObject({
      involvedObject: { kind: 'Pod', name: 'p', fieldPath: 'spec.containers{c}' },
      source: { component: 'kubelet', host: 'h' },
      reportingComponent: 'kubelet',
      reportingInstance: 'h',
    })
  })

  test('one that is gone is made again with its count', async () => {
    const { record, clock, written } = bench({
      patch: () => {
        throw notFound({ group: '', resource: 'events' }, 'x')
      },
    })
    record(pod, note('a'))
    record(pod, note('a'))
    await quiet(clock)
    expect(written).toEqual(['create 1 a', 'create 2 a'])
  })

  test('from the tenth different message on they are one', async () => {
    const { record, clock, written } = bench()
    for (let at = 1; at <= 12; at++) record(pod, note(`m${at}`))
    await quiet(clock)
    expect(written.slice(8)).toEqual([
      'create 1 m9',
      'create 1 (combined from similar events): m10',
      'patch {"count":2,"lastTimestamp":"2026-01-01T00:00:00Z","message":"(combined from similar events): m11"}',
      'patch {"count":3,"lastTimestamp":"2026-01-01T00:00:00Z","message":"(combined from similar events): m12"}',
    ])
  })

  test('after ten quiet minutes messages are apart again', async () => {
    const { record, clock, written } = bench()
    for (let at = 1; at <= 9; at++) record(pod, note(`m${at}`))
    await clock.advance(600_001)
    record(pod, note('m10'))
    await quiet(clock)
    expect(written.at(-1)).toBe('create 1 m10')
  })

  test('25 of one object at once, then one in five minutes', async () => {
    const { record, clock, written } = bench()
    for (let at = 0; at < 40; at++) record(pod, note('a'))
    await quiet(clock)
    expect(written).toHaveLength(25)
    record(pod, note('b', { type: 'Warning' }))
    record({ ...pod, metadata: { ...pod.metadata, name: 'other' } }, note('a'))
    await quiet(clock)
    expect(written).toHaveLength(27)
    await clock.advance(300_000)
    record(pod, note('a'))
    record(pod, note('a'))
    await quiet(clock)
    expect(written).toHaveLength(28)
  })

  test('what waits is bounded', async () => {
    let open = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const { record, clock, written } = bench({ create: () => gate })
    for (let at = 0; at < 3000; at++) record({ ...pod, metadata: { ...pod.metadata, name: `p${at}` } }, note('a'))
    open()
    for (let turn = 0; turn < 20; turn++) await quiet(clock)
    expect(written.length).toBeGreaterThanOrEqual(1000)
    expect(written.length).toBeLessThanOrEqual(1004)
  })

  test('those with an action are series: the second is written, then what a sweep finds', async () => {
    const { record, clock, written, bodies } = bench()
    const failed = note('no', { action: 'Scheduling', reason: 'FailedScheduling', type: 'Warning' })
    for (let at = 0; at < 5; at++) record(pod, failed)
    await quiet(clock)
    expect(bodies[0]).toMatchObject({ apiVersion: 'events.k8s.io/v1', action: 'Scheduling', regarding: { name: 'p' } })
    expect(written).toEqual([
      'create - no',
      'patch {"series":{"count":2,"lastObservedTime":"2026-01-01T00:00:00.000000Z"}}',
    ])
    await clock.advance(360_000)
    expect(written.at(-1)).toBe('patch {"series":{"count":5,"lastObservedTime":"2026-01-01T00:00:00.000000Z"}}')
    record(pod, failed)
    await quiet(clock)
    expect(written.at(-1)).toBe('create - no')
  })
})
