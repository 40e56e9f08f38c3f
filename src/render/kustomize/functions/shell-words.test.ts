import { expect, test } from 'vitest'
import { splitShellWords } from './shell-words.ts'

test.each([
  ['nothing', '', []],
  ['blanks', ' a  b\tc\n', ['a', 'b', 'c']],
  ['single quotes', "a 'b c' d", ['a', 'b c', 'd']],
  ['double quotes', 'a "b c"d', ['a', 'b cd']],
  ['a quote in other quotes', `"it's" 'a "b"'`, ["it's", 'a "b"']],
  ['escapes', 'a\\ b "c\\"d"', ['a b', 'c"d']],
  ['no escape in single quotes', "'a\\b'", ['a\\b']],
  ['a comment', 'a b # c d', ['a', 'b']],
  ['a comment in a word', 'a#b c', ['a']],
  ['a # in quotes', '"a # b"', ['a # b']],
  ['an escaped #', '\\#a', ['#a']],
  ['empty quotes are no word', "a '' b", ['a', 'b']],
])('%s', (_, line, words) => expect(splitShellWords(line)).toEqual(words))

test.each([["'a"], ['a "b'], ['"a # b']])('an open quote is refused: %s', (line) =>
  expect(() => splitShellWords(line)).toThrow('failed to parse argsOneLiner: unclosed quote in string'),
)
