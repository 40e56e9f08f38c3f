import { describe, expect, test } from 'vitest'
import { dumpResource, Literal, loadResources, type YamlError } from './index.ts'

describe('documents of a stream', () => {
  test.each([
    ['one is read', 'a: 1\n', ['a: 1\n']],
    ['empty ones and comments are left out', '---\n# x\n---\n---\na: 1\n---\n\n', ['a: 1\n']],
    ['null is left out', '~\n---\nnull\n', []],
    ['a separator may have a comment', 'a: 1\n--- # c\nb: 2\n', ['a: 1\n', 'b: 2\n']],
    ['breaks of Windows are breaks', 'a: 1\r\n---\r\nb: |\r\n  x\r\n', ['a: 1\n', 'b: |\n  x\n']],
    ['a byte order mark is skipped', '\ufeffa: 1\n', ['a: 1\n']],
    ['what follows the end of a document is not read', 'a: 1\n...\nb: [\n', ['a: 1\n']],
  ])('%s', (_name, text, printed) => {
    expect(loadResources(text).map(({ value }) => dumpResource(value))).toEqual(printed)
  })

  test('each knows its line and its place in the stream', () => {
    const found = loadResources('# c\na: 1\n---\n---\n\nb: 2\n').map(({ line, index }) => [line, index])
    expect(found).toEqual([
      [2, 0],
      [6, 1],
    ])
  })
})

describe('scalars', () => {
  test.each([
    ['yes', '"yes"'],
    ['True', 'true'],
    ['~', 'null'],
    ['0777', '511'],
    ['0o17', '15'],
    ['0b11', '3'],
    ['0x1F', '31'],
    ['1_000', '1000'],
    ['1.50', '1.5'],
    ['1e3', '1000'],
    ['18446744073709551615', '18446744073709551615'],
    ['18446744073709551616', '1.8446744073709552e+19'],
    ['2001-01-01', '"2001-01-01T00:00:00Z"'],
    ['2001-12-14t21:59:43.10-05:00', '"2001-12-14T21:59:43.1-05:00"'],
    ['!!binary aGVsbG8=', 'hello'],
    ['!own 12', '"12"'],
    ['! 12', '12'],
    ['{b: }', '\n  b: ""'],
    ['[2001-12-14t21:59:43Z]', '\n- "2001-12-14t21:59:43Z"'],
    ['>\n  x\n    y\n  z', '|\n  x\n\n    y\n  z'],
  ])('%s is printed as %s', (text, printed) => {
    expect(dumpResource(loadResources(`a: ${text}\n`)[0]?.value ?? null)).toBe(
      `a:${printed.startsWith('\n') ? '' : ' '}${printed}\n`,
    )
  })

  test('a text that says more than its value is kept', () => {
    const [found] = loadResources('a: 0x1F\nb: 9007199254740993\nc: 12\n')
    expect(found?.value).toEqual(
      Object.assign(Object.create(null), {
        a: new Literal('0x1F', 31),
        b: new Literal('9007199254740993', 9007199254740993n),
        c: 12,
      }),
    )
  })
})

test('aliases and merged mappings are expanded, own keys win', () => {
  const [found] = loadResources('a: &x {b: 1, c: 2}\nd: *x\ne:\n  <<: *x\n  b: 3\n')
  expect(dumpResource(found?.value ?? null)).toBe('a:\n  b: 1\n  c: 2\nd:\n  b: 1\n  c: 2\ne:\n  b: 3\n  c: 2\n')
})

describe('what is refused at once', () => {
  test.each([
    [
      'the line where a list began is named',
      'x: 1\na: [1\nb: 2\n',
      "MalformedYAMLError: yaml: line 1: did not find expected ',' or ']'",
    ],
    [
      'the line where a text began is named',
      'x: 1\na: "y\n\n',
      'MalformedYAMLError: yaml: line 2: found unexpected end of stream',
    ],
    ['an anchor must exist', 'a: *x\n', "MalformedYAMLError: yaml: unknown anchor 'x' referenced"],
    ['an anchor must not hold itself', 'a: &a [*a]\n', "yaml: anchor 'a' value contains itself"],
    ['only mappings are merged', '<<: 1\n', 'map merge requires map or sequence of maps as the value'],
    ['a separator stands alone', 'a: 1\n---x\nb: 2\n', 'invalid document separator: ---x'],
  ])('%s', (_name, text, message) => {
    expect(() => loadResources(text)).toThrow(message)
  })

  test('the position counts from the start of the stream', () => {
    try {
      loadResources('a: 1\n---\nb: [\n', { file: 'x.yaml' })
      expect.unreachable()
    } catch (error) {
      expect((error as YamlError).position).toMatchObject({ file: 'x.yaml', line: 4 })
    }
  })

  test('aliases cannot stand for more than a limit', () => {
    const rows = Array.from({ length: 12 }, (_, at) =>
      `a${at}: &a${at} [${`*a${at - 1}, `.repeat(9)}x]`.replaceAll('*a-1', 'y'),
    )
    expect(() => loadResources(`${rows.join('\n')}\n`)).toThrow('yaml: document contains excessive aliasing')
  })
})

describe('what is refused when it is printed', () => {
  test.each([
    [
      'a: 1\n\n\n# c\na: 2\n',
      'map[string]interface {}(nil): yaml: unmarshal errors:\n  line 3: mapping key "a" already defined at line 1',
    ],
    ['a: !!int b\n', 'map[string]interface {}(nil): yaml: cannot decode !!str `b` as a !!int'],
    [
      'a:\n  1: 2\n',
      'map[string]interface {}{"a":map[interface {}]interface {}{1:2}}: json: unsupported type: map[interface {}]interface {}',
    ],
  ])('%j', (text, message) => {
    expect(loadResources(text)[0]?.problem?.message).toBe(message)
  })

  test('a number that JSON does not have', () => {
    const [found] = loadResources('a: .inf\n')
    expect(() => dumpResource(found?.value ?? null)).toThrow(
      'map[string]interface {}{"a":+Inf}: json: unsupported value: +Inf',
    )
  })
})
