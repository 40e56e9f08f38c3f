import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GoMap, goJson, int } from '#template'
import { parseInto, parseStrvals, type StrvalsMode } from './strvals.ts'

const readFile = (path: string): string => `[${path}]`

describe('parseStrvals', () => {
  const rows: readonly (readonly [rule: string, mode: StrvalsMode, expression: string, json: string])[] = [
    ['nothing', 'typed', '', '{}'],
    ['one key', 'typed', 'a=1', '{"a":1}'],
    [
      'types',
      'typed',
      'a=1,b=-2,c=0,d=007,e=1.5,f=true,g=FALSE,h=null,i=x',
      '{"a":1,"b":-2,"c":0,"d":"007","e":"1.5","f":true,"g":false,"h":null,"i":"x"}',
    ],
    ['too large for int64', 'typed', 'a=9223372036854775808', '{"a":"9223372036854775808"}'],
    ['largest int64', 'typed', 'a=9223372036854775807', '{"a":9223372036854775807}'],
    ['a leading plus', 'typed', 'a=+5', '{"a":5}'],
    ['empty value', 'typed', 'a=', '{"a":""}'],
    ['empty value before a comma', 'typed', 'a=,b=1', '{"a":"","b":1}'],
    ['nested maps', 'typed', 'a.b.c=1,a.b.d=2', '{"a":{"b":{"c":1,"d":2}}}'],
    ['escapes', 'typed', 'a\\.b=1\\,2,c=x\\=y\\\\z', '{"a.b":"1,2","c":"x=y\\\\z"}'],
    ['lists', 'typed', 'a={1,b,null},c={}', '{"a":[1,"b",null],"c":[""]}'],
    ['list index', 'typed', 'a[2]=x,a[0]=y', '{"a":["y",null,"x"]}'],
    ['map in a list', 'typed', 'a[0].b=1,a[0].c=2,a[1].b=3', '{"a":[{"b":1,"c":2},{"b":3}]}'],
    ['list in a list', 'typed', 'a[0][1]=x', '{"a":[[null,"x"]]}'],
    ['strings', 'string', 'a=1,b=true,c={1,2},d=null', '{"a":"1","b":"true","c":["1","2"],"d":"null"}'],
    ['files', 'file', 'a=x.txt,b.c=y', '{"a":"[x.txt]","b":{"c":"[y]"}}'],
    ['literal', 'literal', 'a.b=1,2={x}\\', '{"a":{"b":"1,2={x}\\\\"}}'],
    ['json', 'json', 'a={"b":[1,2.5,null]} ,c=[],d=,e="x"', '{"a":{"b":[1,2.5,null]},"c":[],"d":null,"e":"x"}'],
    ['json at an index', 'json', 'a[1]={"x":1},a[0]=2', '{"a":[2,{"x":1}]}'],
  ]
  it.each(rows)('%s', (_rule, mode, expression, json) => {
    expect(goJson(parseStrvals(expression, { mode, readFile }))).toBe(json)
  })

  const refused: readonly (readonly [expression: string, mode: StrvalsMode, message: string])[] = [
    ['a', 'typed', 'key "a" has no value'],
    ['a,b=1', 'typed', 'key "a" has no value (cannot end with ,)'],
    ['a.=1', 'typed', 'key map "a" has no value'],
    ['a={1,2', 'typed', "list must terminate with '}'"],
    ['a[x]=1', 'typed', 'error parsing index: strconv.Atoi: parsing "x": invalid syntax'],
    ['a[0', 'typed', 'error parsing index: EOF'],
    ['a[-1]=1', 'typed', 'negative -1 index not allowed'],
    ['a[65537]=1', 'typed', 'index of 65537 is greater than maximum supported index of 65536'],
    ['a[0]x=1', 'typed', 'unexpected data at end of array index: "x"'],
    [
      'a=1,a.b=2',
      'typed',
      'unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}',
    ],
    ['a=x,a[0]=2', 'typed', 'unable to parse key: interface conversion: interface {} is string, not []interface {}'],
    [`${'a.'.repeat(31)}b=1`, 'typed', 'value name nested level is greater than maximum supported nested level of 30'],
  ]
  it.each(refused)('%s is refused', (expression, mode, message) => {
    expect(() => parseStrvals(expression, { mode, readFile })).toThrow(message)
  })

  it('writes over what is there', () => {
    const data: GoMap = new Map([['a', new Map([['b', int(1)]])]])
    parseInto('a.c=2', data, { mode: 'typed' })
    expect(goJson(data)).toBe('{"a":{"b":1,"c":2}}')
  })

  it('gives values or a named error for any text', () => {
    const text = fc.stringMatching(/^[ab01{}[\]=.,\\ "-]*$/)
    const mode = fc.constantFrom<StrvalsMode>('typed', 'string', 'file', 'json', 'literal')
    fc.assert(
      fc.property(text, mode, (expression, kind) => {
        try {
          expect(parseStrvals(expression, { mode: kind, readFile })).toBeInstanceOf(Map)
        } catch (error) {
          expect(['StrvalsError', 'SyntaxError']).toContain((error as Error).name)
        }
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1000) },
    )
  })
})
