import fc from 'fast-check'
import { expect, test } from 'vitest'
import { peer } from '../peers.ts'
import { buildBoth } from './kustomize-overlay.ts'

const kubectl = peer('kubectl-1.34')
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60)

if (kubectl === undefined)
  process.stderr.write('kustomize parity SKIPPED: kubectl-1.34 is missing, run `npm run peers`\n')

/** Pieces of values; some are hard to print, to hash or to read back. */
const PIECES = [
  ...[
    'a',
    'B',
    '0',
    '1.50',
    'true',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\n\n',
    '"',
    "'",
    '\\',
    '$(X)',
    '#',
    ': ',
    '- ',
    '{',
    '|',
  ],
  ...['<', '>', '&', '\u2028', '\u2029', 'é', '漢', '😀', '\ufeff', '\u0000', '\u0007', '\u001b', '\u007f', '\u00a0'],
  ...['=', '==', '/', '%', '@', '`', '~', '---', 'null', '\ufffd', '\u0600', 'x'.repeat(100), 'word '.repeat(30)],
]
/** The reference prints a configuration before it reads it, and refuses to print this one. */
const UNPRINTABLE = '\u007f'
const value = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''))
const key = fc.constantFrom('a', 'b.c', 'D-e', '_f', 'k1', 'k10', 'k2', 'x/y', 'é', 'with space', 'n1')
/** What an env file's line or a literal may be. */
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, value).map(([name, text]) => `${name}=${text}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '  ',
      '# note',
      '  # note',
      'a',
      ' b=1',
      'c =1',
      '=x',
      "d='q'",
      'e="q"',
      'f="q',
      "g='",
      'export h=1',
      '8080=x',
      'null=x',
    ),
  },
)
const printable = value.map((text) => text.replaceAll(UNPRINTABLE, ''))
const literal = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, printable).map(([name, text]) => `${name}=${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('a', '=x', "d='q'", 'e="q"', 'f="q', "g='", 'h=', 'i==') },
)
const env = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'))
const bytes = fc.oneof(
  value.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array)),
)

const tame = fc.constantFrom('a', '', '1', 'yes', 'a: b', '<&>', 'é', 'two\nlines', '$(X)')
const options = fc.record(
  {
    labels: fc.dictionary(key, tame, { maxKeys: 1 }),
    annotations: fc.dictionary(key, tame, { maxKeys: 1 }),
    disableNameSuffixHash: fc.boolean(),
    immutable: fc.boolean(),
  },
  { requiredKeys: [] },
)

const generator = fc.record(
  {
    literals: fc.array(literal, { maxLength: 3 }),
    envs: fc.constantFrom(['one.env'], ['two.env']),
    files: fc.constantFrom(['one.bin'], ['n=two.bin'], ['one.bin', 'n=two.bin'], ['dir/three.txt']),
    options,
    type: fc.constantFrom('Opaque', 'kubernetes.io/tls', ''),
  },
  { requiredKeys: [] },
)

interface Sources {
  readonly one: string
  readonly two: string
  readonly bin: readonly Buffer[]
}

function filesOf(kustomization: object, { one, two, bin }: Sources): Record<string, string | Uint8Array> {
  const [first, second, third] = bin
  return {
    'kustomization.yaml': jsonOf(kustomization),
    'one.env': one,
    'two.env': `\ufeff${two}`,
    'one.bin': first ?? '',
    'two.bin': second ?? '',
    'dir/three.txt': third ?? '',
  }
}

// JSON is YAML, but for characters that must not stand there as they are.
function jsonOf(value: object): string {
  const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escape)
}

const kustomization = fc.record(
  {
    configMapGenerator: fc
      .array(generator, { maxLength: 2 })
      .map((list) => list.map(named(({ type: _type, ...rest }) => rest))),
    secretGenerator: fc.array(generator, { minLength: 1, maxLength: 2 }).map((list) => list.map(named((each) => each))),
    generatorOptions: options,
  },
  { requiredKeys: ['configMapGenerator', 'secretGenerator'] },
)

type Generator = typeof generator extends fc.Arbitrary<infer T> ? T : never

function named(change: (each: Generator) => object) {
  return (each: Generator, at: number): object => ({ name: `g${at}`, ...change(each) })
}

const sources = fc.record({ one: env, two: env, bin: fc.array(bytes, { minLength: 3, maxLength: 3 }) })

// The reference cannot read back what it has written for lines that begin with a tab; ours can.
const UNREADABLE = /found a tab character where an indentation/

test.skipIf(kubectl === undefined)('generated objects have the content and the hash of the real tool', () => {
  let built = 0
  fc.assert(
    fc.property(kustomization, sources, (file, given) => {
      const files = filesOf(file, given)
      const { ours, theirs } = buildBoth(files, kubectl as string)
      fc.pre(!UNREADABLE.test(theirs.error ?? ''))
      if (theirs.error === undefined) built++
      expect(ours, files['kustomization.yaml']?.toString()).toEqual(theirs)
    }),
    { numRuns: RUNS },
  )
  process.stderr.write(`kustomize hashes: ${built} of ${RUNS} kustomizations build\n`)
})
