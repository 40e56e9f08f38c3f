/** Strings that ask for each style, escape and fold. */
const strings = `yes no y n on off true ~ null 0755 0o17 0x1f 0b1 1_000 12:30 1:30:45 2024-01-01 2024-01-01T00:00:00Z .5 1e3 1e400 .inf
.nan NaN = << <<: - -- --- ... -a ? ?a : :a a: a:b # #a a#b & * ! | > ' " % @ \` [a] {a} a,b a[ ~a =a (a) \\ /x . .. .a +1 +a 1. 1.2.3 v1.2.3`
  .split(/\s+/)
  .concat(['', ' ', '  ', ' a', 'a ', 'a b', 'a  b', 'a: b', 'a #b', 'a # b', "it's", '"q"', 'a\tb', '\ta', 'a\n', '\n', '\n\n', 'a\nb'])
  .concat(['a\n\n', ' a\nb', '\na', 'a \nb', 'a\n b', 'a\n\tb', 'a\r\nb', 'a\rb', 'a\u0000b', 'a\u001bb', 'a\u00a0b', 'a\u0085b', 'a\u007fb'])
  .concat(['é', '日本語', '😀', '\ufeffa', 'a\ufeff', 'a\u2028b', 'a\u2028 b', 'a\u2029', '\ufffd', '\ufffe', 'a\\nb', '<a & b>', 'a\nb ', 'a\nb\n\n'])

const words = (count: number, gap = ' '): string => Array.from({ length: count }, (_, index) => `word${index}`).join(gap)

/** Values whose printing is recorded from Helm. */
export const yamlValues: readonly unknown[] = [
  ...strings,
  ...strings.map((text) => ({ [text]: [text] })),
  ...strings.map((text) => [[{ k: text, l: [text] }]]),
  ...[0, -0, 1, -1, 1.5, 1e6, 1e20, 1e21, 1e-6, 1e-7, 100000000.5, 123456789012345680000, 9007199254740992, 2 ** 63, 2 ** 64, -(2 ** 63)],
  ...[1.7976931348623157e308, 5e-324, 0.1, 123456.7, 1234567.8, true, false, null, [], {}],
  { a: [], b: {}, c: null, d: [[]], e: [{}], f: [null], g: { h: {} } },
  [[1, [2, [3]]], { a: 1, b: [{ c: 2, d: 3 }] }, [{ a: { b: [1] } }]],
  { a10: 1, a2: 1, a1: 1, a: 1, A: 1, _a: 1, '1': 1, '10': 1, '2': 1, 'a-b': 1, a_b: 1, 'a.b': 1, é: 1, z: 1, 'b01': 1, b1: 1, b001: 1 },
  { long: words(40), quoted: `${words(40)} #x`, escaped: `${words(40)}\t`, wide: words(30, '  '), list: [words(30)], text: `${words(30)}\n` },
  { [words(30)]: words(30), ['k'.repeat(128)]: 1, ['k'.repeat(129)]: [1], ['l'.repeat(200)]: { a: 1 }, 'a\nb': { c: 1 } },
  { ['k'.repeat(1022)]: 1 },
  { ['k'.repeat(1023)]: 1 },
]
