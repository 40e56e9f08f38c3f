import { describe, expect, test } from 'vitest'
import type { StackRelease } from '../contract.ts'
import { choose } from '../select.ts'
import { runReleases } from './run.ts'

const release = (id: string, more: Partial<StackRelease> = {}): StackRelease =>
  ({ id, needs: [], stage: 0, labels: { name: id }, isEnabled: true, ...more }) as StackRelease

describe('selectors', () => {
  const releases = [
    release('a', { labels: { tier: 'x', name: 'a' }, needs: ['b'] }),
    release('b'),
    release('c', { isEnabled: false }),
  ]
  test.each<readonly [readonly string[], boolean, readonly string[]]>([
    [[], false, ['b', 'a']],
    [['name=a'], false, ['a']],
    [['name=a'], true, ['b', 'a']],
    [['tier!=x'], false, ['b']],
    [['tier=x,name=b', 'name=b'], false, ['b']],
  ])('%j', (selectors, withNeeds, ids) => {
    expect(choose(releases, selectors, { withNeeds }).map(({ id }) => id)).toEqual(ids)
  })

  test('that are none', () => {
    expect(() => choose(releases, ['a b'], { withNeeds: false })).toThrow(
      expect.objectContaining({ code: 'bad-selector' }),
    )
  })
})

describe('releases run', () => {
  const graph = [
    release('web', { needs: ['db', 'cache'] }),
    release('db'),
    release('cache'),
    release('late', { needs: ['web'] }),
  ]
  const signal = new AbortController().signal

  test.each<readonly [string, boolean, number, readonly string[]]>([
    ['in the order of their needs', false, 0, ['+db', '+cache', '-db', '-cache', '+web', '-web', '+late', '-late']],
    ['one at a time', false, 1, ['+db', '-db', '+cache', '-cache', '+web', '-web', '+late', '-late']],
    ['the other way round', true, 0, ['+late', '-late', '+web', '-web', '+db', '+cache', '-db', '-cache']],
  ])('%s', async (_, isReverse, concurrency, order) => {
    const log: string[] = []
    await runReleases(graph, { concurrency, isReverse, signal }, async ({ id }) => {
      log.push(`+${id}`)
      await Promise.resolve()
      log.push(`-${id}`)
    })
    expect(log).toEqual(order)
  })

  test('but not those that need one that fails', async () => {
    const outcomes = await runReleases(graph, { concurrency: 0, isReverse: false, signal }, async ({ id }) => {
      if (id === 'db') throw new Error('no')
      return id
    })
    expect(Object.fromEntries([...outcomes].map(([id, { state }]) => [id, state]))).toEqual({
      web: 'not-started',
      db: 'failed',
      cache: 'done',
      late: 'not-started',
    })
  })
})
