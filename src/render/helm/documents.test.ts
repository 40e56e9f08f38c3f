import { describe, expect, it } from 'vitest'
import { splitDocuments } from './documents.ts'

describe('splitDocuments', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['one document', 'a: 1\n', ['a: 1']],
    ['a separator at the start', '---\na: 1\n---\nb: 2', ['a: 1', 'b: 2']],
    ['spaces around', '\n\n--- \n\n a: 1\n\n\n---\t\n b: 2\n', ['a: 1', 'b: 2']],
    ['text behind the separator', 'a: 1\n---b: 2', ['a: 1', 'b: 2']],
    ['a longer line of dashes', 'a: |\n  x\n-----\nb', ['a: |\n  x', '--\nb']],
    ['dashes inside a line', 'a: x---y\n  --- z', ['a: x---y\n  --- z']],
    ['two separators in a row', 'a\n---\n---\nb', ['a', '---\nb']],
    ['nothing', ' \n', []],
  ])('%s', (_rule, text, documents) => {
    expect(splitDocuments(text)).toEqual(documents)
  })
})
