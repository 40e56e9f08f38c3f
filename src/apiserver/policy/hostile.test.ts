import { expect, test } from 'vitest'
import { compileExpression } from './expression.ts'

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']
const deep = (open: string, close: string): string => `${open.repeat(5000)}1${close.repeat(5000)}`

test.each([
  ...NAMES,
  ...NAMES.flatMap((name) => [
    `[${name}]`,
    `${name}.x`,
    `{"a": ${name}}`,
    `dyn(${name})`,
    `${name}(1)`,
    `${name}{a: 1}`,
  ]),
  ...NAMES.flatMap((name) => [`1 ${name} 2`, `object.${name}()`, `variables.${name}`, `[1].${name}(x, x > 0)`]),
  ...[
    '',
    ' ',
    '(',
    ')',
    '"',
    '\\',
    '\u0000',
    '\u202e',
    'a/b',
    '../..',
    '%00',
    '(a+)+$',
    '1e400',
    '-',
    '0x',
    "b'\\xff'",
  ],
  ...['9223372036854775808', '18446744073709551616u', '"\\ud800"', 'r"""', '@in', '1 ? 2', '[1,,2]', '{1:2,1:3}'],
  deep('(', ')'),
  deep('[', ']'),
  deep('!', ''),
  deep('-', ''),
  '1+'.repeat(20_000),
  `${'a.'.repeat(20_000)}b`,
  `"${'x'.repeat(1_000_000)}"`,
])('%j is told to be wrong, or is not', (source) => {
  const { fault = '' } = compileExpression(source, { hasParams: false, hasAuthorizer: true }, 'bool')
  expect(fault).not.toMatch(/is not a function|Cannot read|undefined is not|Maximum call stack/)
  expect(fault).not.toBe('')
})
