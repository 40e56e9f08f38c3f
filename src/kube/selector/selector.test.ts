import { describe, expect, it } from 'vitest'
import { checkSelectableFields, parseFieldSelector } from './field-selector.ts'
import { labelSelectorOf, parseLabelSelector, printLabelSelector } from './label-selector.ts'
import { validateLabelSelector } from './validate-label-selector.ts'

const NAME_FAULT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

describe('label selectors', () => {
  const rows: readonly [
    name: string,
    text: string,
    printed: string,
    yesAndNo: readonly [object, object | undefined],
  ][] = [
    ['equality', 'a=b', 'a=b', [{ a: 'b' }, { a: 'c' }]],
    ['double equality', 'a == b', 'a==b', [{ a: 'b' }, undefined]],
    ['an empty value', 'a=', 'a=', [{ a: '' }, {}]],
    ['inequality matches what is missing', 'a!=b', 'a!=b', [{}, { a: 'b' }]],
    ['a set', 'a in (c, b)', 'a in (b,c)', [{ a: 'c' }, { a: 'd' }]],
    ['outside a set', 'a notin (b)', 'a notin (b)', [{}, { a: 'b' }]],
    ['an empty member of a set', 'a in (,b)', 'a in (,b)', [{ a: '' }, {}]],
    ['an empty set has the empty text', 'a in ()', 'a in ()', [{ a: '' }, { a: 'b' }]],
    ['presence', 'a', 'a', [{ a: '' }, {}]],
    ['absence', '!a', '!a', [{}, { a: '' }]],
    ['greater, as a number', 'a>9', 'a>9', [{ a: '10' }, { a: '9' }]],
    ['less, as a number', 'a<10', 'a<10', [{ a: '9' }, { a: 'x' }]],
    ['in as a key and as a value', 'in=notin', 'in=notin', [{ in: 'notin' }, {}]],
    ['several, sorted by key', 'b=1, a', 'a,b=1', [{ a: '', b: '1' }, { a: '' }]],
    ['a name that every object inherits', 'constructor', 'constructor', [{ constructor: '' }, {}]],
  ]
  it.each(rows)('%s', (_name, text, printed, [yes, no]) => {
    const selector = parseLabelSelector(text)
    expect(selector.text).toBe(printed)
    expect(selector.matches(yes as never)).toBe(true)
    expect(selector.matches(no as never)).toBe(false)
  })
  it('the empty text selects everything', () => expect(parseLabelSelector(' ').matches(undefined)).toBe(true))

  const faults: readonly [text: string, message: string][] = [
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['a=b,', "found '', expected: identifier after ','"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b,', "unable to parse requirement: found '', expected: ',', or identifier"],
    ['a in (=', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    [
      'a>x',
      `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    ['-a', `unable to parse requirement: <nil>: Invalid value: "-a": name part ${NAME_FAULT}`],
  ]
  it.each(faults)('refuses %j', (text, message) => {
    expect(() => parseLabelSelector(text)).toThrow(expect.objectContaining({ code: 'bad-label-selector', message }))
  })

  it('of an object: labels and expressions', () => {
    const selector = labelSelectorOf({
      matchLabels: { b: '1' },
      matchExpressions: [{ key: 'a', operator: 'NotIn', values: ['z', 'y'] }],
    })
    expect(selector.text).toBe('a notin (y,z),b=1')
    expect(selector.matches({ b: '1' })).toBe(true)
    expect(selector.matches({ a: 'z', b: '1' })).toBe(false)
  })
  it('of nothing selects nothing, of an empty object everything', () => {
    expect(labelSelectorOf(undefined).matches({})).toBe(false)
    expect(labelSelectorOf({}).matches({})).toBe(true)
    expect(printLabelSelector({})).toBe('<none>')
    expect(printLabelSelector({ matchExpressions: [{ key: 'a', operator: 'X' }] })).toBe('<error>')
  })
  it('validation names each part', () => {
    const bad = {
      matchLabels: { 'a/b/c': 'x' },
      matchExpressions: [
        { key: 'k', operator: 'In' },
        { key: 'k', operator: 'Exists', values: ['v'] },
        { key: 'k', operator: 'Y' },
      ],
    }
    expect(validateLabelSelector(bad, 'spec.selector').map(({ field, type }) => [field, type])).toEqual([
      ['spec.selector.matchLabels', 'invalid'],
      ['spec.selector.matchExpressions[0].values', 'required'],
      ['spec.selector.matchExpressions[1].values', 'forbidden'],
      ['spec.selector.matchExpressions[2].operator', 'invalid'],
    ])
  })
})

describe('field selectors', () => {
  const fields: Record<string, string> = { 'metadata.name': 'a,b=c\\', 'status.phase': 'Running' }
  const read = (field: string): string => fields[field] ?? ''
  const rows: readonly [text: string, printed: string, isMatch: boolean][] = [
    ['', '', true],
    ['status.phase=Running', 'status.phase=Running', true],
    ['status.phase==Running,', 'status.phase=Running', true],
    ['status.phase!=Running', 'status.phase!=Running', false],
    ['metadata.name=a\\,b\\=c\\\\', 'metadata.name=a\\,b\\=c\\\\', true],
    ['status.phase!=X,metadata.namespace=', 'metadata.namespace=,status.phase!=X', true],
  ]
  it.each(rows)('%j', (text, printed, isMatch) => {
    const selector = parseFieldSelector(text)
    expect(selector.text).toBe(printed)
    expect(selector.matches(read)).toBe(isMatch)
  })
  it.each([
    ['a', "invalid selector: 'a'; can't understand 'a'"],
    ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
    ['a=\\x', 'invalid field selector: invalid escape sequence: \\x'],
    ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
  ])('refuses %j', (text, message) => {
    expect(() => parseFieldSelector(text)).toThrow(expect.objectContaining({ code: 'bad-field-selector', message }))
  })
  it('knows which fields a kind can be selected by', () => {
    const selector = parseFieldSelector('spec.foo=1')
    expect(() => checkSelectableFields(selector, ['spec.bar'])).toThrow('field label not supported: spec.foo')
    expect(() => checkSelectableFields(selector, [])).toThrow(
      '"spec.foo" is not a known field selector: only "metadata.name", "metadata.namespace"',
    )
    expect(() => checkSelectableFields(selector, ['spec.foo'])).not.toThrow()
    expect(selector.exact('spec.foo')).toBe('1')
  })
})
