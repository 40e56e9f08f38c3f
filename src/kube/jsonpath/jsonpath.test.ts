import { describe, expect, test } from 'vitest'
import { JsonPathError, printJsonPath } from './print.ts'

const data = {
  image: { repository: 'nginx', tag: '' },
  replicas: 2,
  list: ['a', 'b', 'c'],
  'dotted.key': 'x',
  items: [
    { name: 'one', size: 1, on: true },
    { name: 'two', size: 2 },
  ],
}

const rows: readonly (readonly [template: string, printed: string])[] = [
  ['{.image.repository}', 'nginx'],
  ['{$.replicas}', '2'],
  ['{.image}', '{"repository":"nginx","tag":""}'],
  ['{.list}', '["a","b","c"]'],
  ['{.list[*]}', 'a b c'],
  ['{.list[0]}-{.list[-1]}', 'a-c'],
  ['{.list[0:2]}', 'a b'],
  ['{.list[1:]}', 'b c'],
  ['{.list[0,2]}', 'a c'],
  ["{['dotted.key']}", 'x'],
  ['{.dotted\\.key}', 'x'],
  ['{.items[*].name}', 'one two'],
  ['{range .items[*]}{.name}={.size}{"\\n"}{end}', 'one=1\ntwo=2\n'],
  ['{.items[?(@.size>1)].name}', 'two'],
  ['{.items[?(@.name=="one")].size}', '1'],
  ['{.items[?(@.on)].name}', 'one'],
  ['{..name}', 'one two'],
  ["{.items[*]['name','size']}", 'one 1 two 2'],
  ['plain', 'plain'],
]

describe('printJsonPath', () => {
  test.each(rows)('%s', (template, printed) => {
    expect(printJsonPath(template, data)).toBe(printed)
  })

  test.each([
    ['{.nope}', 'missing'],
    ['{.list[9]}', 'missing'],
    ['{.a', 'syntax'],
    ['{range .list}', 'syntax'],
    ['{end}', 'syntax'],
    ['{.list[x]}', 'syntax'],
  ])('%s is refused as %s', (template, code) => {
    expect(() => printJsonPath(template, data)).toThrow(expect.objectContaining({ code }) as JsonPathError)
  })
})
