import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editScript } from './edit-script.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })

test('an edit turns one list into the other, and keeps as many lines as can be kept', () => {
  fc.assert(
    fc.property(lines, lines, (left, right) => {
      const edits = editScript(left, right)
      const lefts = edits.filter(({ kind }) => kind !== 'added').map((edit) => edit.left)
      const rights = edits.filter(({ kind }) => kind !== 'removed').map((edit) => edit.right)
      expect(lefts).toEqual(left.map((_, at) => at))
      expect(rights).toEqual(right.map((_, at) => at))
      const same = edits.filter(({ kind }) => kind === 'same')
      for (const edit of same) expect(left[edit.left]).toBe(right[edit.right])
      expect(same.length).toBe(longestCommon(left, right))
    }),
    { numRuns: 500 },
  )
})

test('lists that have nothing in common are removed and added whole, in no time', () => {
  const left = Array.from({ length: 50_000 }, (_, at) => `l${at}`)
  const right = Array.from({ length: 50_000 }, (_, at) => `r${at}`)
  const kinds = editScript(left, right).map(({ kind }) => kind)
  expect(kinds.lastIndexOf('removed')).toBe(49_999)
  expect(kinds.indexOf('added')).toBe(50_000)
})

function longestCommon(left: readonly string[], right: readonly string[]): number {
  let row: number[] = Array.from({ length: right.length + 1 }, () => 0)
  for (const line of left) {
    const next = [0]
    for (const [at, other] of right.entries()) {
      next.push(line === other ? (row[at] as number) + 1 : Math.max(row[at + 1] as number, next[at] as number))
    }
    row = next
  }
  return row[right.length] as number
}
