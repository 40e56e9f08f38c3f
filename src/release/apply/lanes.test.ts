import { describe, expect, it } from 'vitest'
import { batchesOf, inLanes } from './lanes.ts'

const of = (kinds: string): readonly { readonly object: { readonly kind: string } }[] =>
  [...kinds].map((kind) => ({ object: { kind } }))

describe('batchesOf', () => {
  it.each([
    ['nothing', '', '', []],
    ['neighbours of one kind', 'aabba', '', ['aa', 'bb', 'a']],
    ['what is alone', 'aAaa', 'A', ['a', 'A', 'aa']],
  ])('%s', (_, kinds, alone, batches) => {
    const found = batchesOf(of(kinds), ({ object }) => alone.includes(object.kind))
    expect(found.map((batch) => batch.map(({ object }) => object.kind).join(''))).toEqual(batches)
  })
})

describe('inLanes', () => {
  it('keeps the order, and runs only a few at a time', async () => {
    let running = 0
    let most = 0
    const results = await inLanes([...Array(30).keys()], async (item) => {
      most = Math.max(most, ++running)
      await Promise.resolve()
      running--
      return item * 2
    })
    expect(results).toEqual([...Array(30).keys()].map((item) => item * 2))
    expect(most).toBeLessThanOrEqual(8)
  })
  it('begins nothing more after a failure', async () => {
    const begun: number[] = []
    const run = inLanes([...Array(100).keys()], async (item) => {
      begun.push(item)
      await Promise.resolve()
      if (item === 0) throw new Error('no')
    })
    await expect(run).rejects.toThrow('no')
    expect(begun.length).toBeLessThan(100)
  })
})
