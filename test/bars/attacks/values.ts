import { openSync, symlinkSync, truncateSync, writeSync } from 'node:fs'
import { type Attack, chartFiles, chartYaml } from './attack.ts'

const template = ['template', 'x', './c', '--output-dir', 'out']
const shown = { 'templates/a.yaml': 'a: {{ toJson .Values }}\n' }
const line = (key: string, before: string): string => `${key}: &${key} [${Array(9).fill(`*${before}`).join(',')}]\n`
const names = [...'abcdefghijkl']
/** 9^11 texts behind eleven lists of aliases. */
export const aliasBomb = `a: &a [${Array(9).fill('lol').join(',')}]\n${names
  .slice(1)
  .map((key, index) => line(key, names[index] as string))
  .join('')}`
const mergeBomb = `a: &a {x: 1}\n${names
  .slice(1)
  .map(
    (key, index) =>
      `${key}: &${key}\n  <<: [${Array(9).fill(`*${names[index]}`).join(',')}]\n  ${key}1: {<<: *${names[index]}, z: *${names[index]}}\n`,
  )
  .join('')}`

/** One text of 10^9 bytes that takes no room on the disk. */
function sparseScalar(path: string): void {
  const descriptor = openSync(path, 'w')
  writeSync(descriptor, 'a: "')
  truncateSync(path, 1_000_000_000)
  writeSync(descriptor, '"\n', 1_000_000_000)
}

/** Documents that any reader of YAML may be given, by name; `refused` unless the name says otherwise. */
export const documents: Readonly<Record<string, string | ((path: string) => void)>> = {
  'alias bomb': aliasBomb,
  'bomb of merge keys': mergeBomb,
  circle: 'a: &a [*a]\n',
  'circle through a mapping': 'a: &a {b: {c: *a}}\n',
  'circle through a merge key': 'a: &a\n  <<: *a\n',
  'text of 1 GB': sparseScalar,
  'flow lists 10^6 deep': `a: ${'['.repeat(1_000_000)}`,
  'flow mappings 10^6 deep': `a: ${'{a: '.repeat(1_000_000)}`,
  'block lists 10^6 deep': `a:\n ${'- '.repeat(1_000_000)}1`,
  'question marks 10^6 deep': '? '.repeat(1_000_000),
  'harmless: mappings indented 3,000 deep': Array.from(
    { length: 3_000 },
    (_, depth) => `${' '.repeat(depth)}a:\n`,
  ).join(''),
  'quotes that do not end': `a: "${'x'.repeat(4_000_000)}`,
  'a key of 4 MB': `${'x'.repeat(4_000_000)}\n`,
  'harmless: an anchor of 4 MB': `a: &${'x'.repeat(4_000_000)}`,
  'harmless: a tag of 4 MB': `a: !${'x'.repeat(4_000_000)}`,
  'bytes that are no UTF-8': 'a: \u0000\u0001\n',
  '2 million items': `a: [${'1,'.repeat(2_000_000)}1]\n`,
  '300,000 keys': Array.from({ length: 300_000 }, (_, index) => `a${index}: 1\n`).join(''),
  'harmless: 400,000 small anchors': `a:\n${Array.from({ length: 300_000 }, (_, index) => `- &b${index}\n`).join('')}`,
  'harmless: duplicate keys': 'a: 1\na: 2\n',
  'harmless: 10^6 documents': '---\na: 1\n'.repeat(500_000),
  'harmless: 4 MB of comment': `# ${'x'.repeat(4_000_000)}\na: 1\n`,
  'harmless: 4 MB of line breaks': '\n'.repeat(4_000_000),
  'harmless: a folded text of 4 MB': `a: >\n${'  x y\n\n'.repeat(600_000)}`,
  'harmless: a number of 4 MB': `a: ${'9'.repeat(4_000_000)}`,
  'harmless: escapes of 4 MB': `a: "${'\\u00e9'.repeat(800_000)}"`,
  'harmless: __proto__': '__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}\n',
}

/** Documents as values.yaml, as a file of `-f`, and some flags that carry values. */
export function valuesAttacks(): Attack[] {
  return [...Object.entries(documents).flatMap(([name, content]) => asValues(name, content)), ...flagAttacks()]
}

function asValues(name: string, content: string | ((path: string) => void)): Attack[] {
  const ends = name.startsWith('harmless') ? 'harmless' : 'refused'
  return [
    {
      name: `values.yaml: ${name}`,
      files: chartFiles({ ...shown, 'values.yaml': content }),
      args: template,
      ends,
      names: /values\.yaml/,
    },
    {
      name: `-f: ${name}`,
      files: { ...chartFiles(shown), 'evil.yaml': content },
      args: [...template, '-f', 'evil.yaml'],
      ends,
      names: /evil\.yaml/,
    },
  ]
}

const refusedFlags: Readonly<Record<string, readonly string[]>> = {
  '--set with an index of 10^9': ['--set', 'a[1000000000]=1'],
  '--set with an index above the limit': ['--set', 'a[65537]=1'],
  '--set with a negative index': ['--set', 'a[-1]=1'],
  '--set nested above the limit': ['--set', `${'a.'.repeat(40)}b=1`],
  '--set of lists in lists': ['--set', `a${'[65535]'.repeat(40)}=1`],
  '--set of braces': ['--set', `a={${'{'.repeat(60_000)}`],
  '--set of dots': ['--set', `${'a.'.repeat(60_000)}b=1`],
  '--set-json of brackets': ['--set-json', `a=${'['.repeat(120_000)}`],
  '--set-file of a device without end': ['--set-file', 'a=/dev/zero'],
  '-f of a device without end': ['-f', '/dev/zero'],
}

const harmlessFlags: Readonly<Record<string, readonly string[]>> = {
  '--set with the largest index': ['--set', 'a[65536]=1'],
  '--set with large indexes in large indexes': ['--set', 'a[60000][60000][60000][60000]=1'],
  '--set of many keys': ['--set', Array.from({ length: 10_000 }, (_, index) => `a${index}=1`).join(',')],
  '--set of many large lists': Array.from({ length: 60 }, (_, index) => ['--set', `a${index}[65000]=1`]).flat(),
  '--set of 120 KB': ['--set', `a=${'x'.repeat(120_000)}`],
  '--set of commas': ['--set', ','.repeat(120_000)],
  '--set of backslashes': ['--set', `a=${'\\'.repeat(120_000)}`],
  '--set of a list of 60,000': ['--set', `a={${'1,'.repeat(60_000)}1}`],
  '--set of __proto__': ['--set', '__proto__.polluted=1,constructor.prototype.polluted=1'],
  '--set-json of 60,000 numbers': ['--set-json', `a=[${'1,'.repeat(60_000)}1]`],
  '--set-literal of 120 KB': ['--set-literal', `a=${'x.'.repeat(60_000)}`],
}

function flagAttacks(): Attack[] {
  const attack =
    (ends: Attack['ends']) =>
    ([name, words]: [string, readonly string[]]): Attack => ({
      name,
      files: chartFiles(shown),
      args: [...template, ...words],
      ends,
    })
  return [
    ...Object.entries(refusedFlags).map(attack('refused')),
    ...Object.entries(harmlessFlags).map(attack('harmless')),
  ]
}

/** Chart.yaml, the lock, .helmignore and values.schema.json as the evil. */
export function chartAttacks(): Attack[] {
  const evil = (name: string, files: Attack['files'], more: Partial<Attack> = {}): Attack => ({
    name,
    files: chartFiles({ ...shown, ...files }),
    args: template,
    ends: 'refused',
    ...more,
  })
  const dependencies = Array.from(
    { length: 20_000 },
    (_, index) => `- {name: d${index}, version: "1", repository: ""}\n`,
  )
  const schema = (value: unknown): string => JSON.stringify(value)
  const harmless = { ends: 'harmless' } as const
  const a = 'a: '.concat('a'.repeat(30_000), '!\n')
  return [
    evil('Chart.yaml: alias bomb', { 'Chart.yaml': `${chartYaml}annotations:\n${aliasBomb.replace(/^/gm, '  ')}` }),
    evil('Chart.yaml: 6 MB', { 'Chart.yaml': `${chartYaml}description: ${'x'.repeat(6_000_000)}\n` }),
    evil('Chart.yaml: 20,000 dependencies', { 'Chart.yaml': `${chartYaml}dependencies:\n${dependencies.join('')}` }),
    evil('Chart.yaml: nested 10^6 deep', { 'Chart.yaml': `${chartYaml}x: ${'['.repeat(1_000_000)}` }),
    evil('Chart.yaml: name that climbs', { 'Chart.yaml': 'apiVersion: v2\nname: ../../evil\nversion: 0.1.0\n' }),
    evil('Chart.yaml: a version of 1 MB', {
      'Chart.yaml': `apiVersion: v2\nname: c\nversion: 1.${'9'.repeat(1_000_000)}.0\n`,
    }),
    evil('Chart.yaml: a kubeVersion of 1 MB', {
      'Chart.yaml': `${chartYaml}kubeVersion: "${'>=99 || '.repeat(120_000)}>99"\n`,
    }),
    evil('Chart.yaml: a condition of 1 MB', {
      'Chart.yaml': `${chartYaml}dependencies:\n- {name: d, version: "1", condition: "${'a.'.repeat(500_000)}"}\n`,
    }),
    evil('a device as the chart', {}, { args: ['template', 'x', '/dev/zero'] }),
    evil(
      'charts/ with a symbolic link to itself',
      {},
      { files: { ...chartFiles(shown), 'c/charts/loop': (path) => linkTo('..', path) } },
    ),
    evil(
      'templates/ with a link to a device',
      {},
      { files: { ...chartFiles(shown), 'c/templates/x.yaml': (path) => linkTo('/dev/zero', path) } },
    ),
    evil('a file of 6 MB', { 'files/x.bin': new Uint8Array(6_000_000) }),
    evil('.helmignore: **', { '.helmignore': '**/x\n' }),
    evil(
      '.helmignore: stars',
      { '.helmignore': `${'*a'.repeat(30)}b\n`.repeat(2_000), [`${'a'.repeat(200)}.txt`]: '' },
      harmless,
    ),
    evil(
      '.helmignore: 500,000 rules',
      { '.helmignore': Array.from({ length: 500_000 }, (_, index) => `x${index}\n`).join('') },
      harmless,
    ),
    evil('.helmignore: brackets', { '.helmignore': `${'['.repeat(1_000_000)}\n` }),
    evil(
      'schema: $ref to itself',
      { 'values.schema.json': schema({ $ref: '#' }), 'values.yaml': 'a: 1\n' },
      { ends: 'harmless' },
    ),
    evil(
      'schema: $refs in a circle',
      {
        'values.schema.json': schema({
          $ref: '#/$defs/a',
          $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
        }),
      },
      harmless,
    ),
    evil('schema: remote $ref', { 'values.schema.json': schema({ $ref: 'http://192.0.2.1/x.json' }) }),
    evil('schema: remote $ref to a file', { 'values.schema.json': schema({ $ref: 'file:///etc/passwd' }) }),
    evil('schema: allOf 10^5 deep', {
      'values.schema.json': `${'{"allOf":['.repeat(100_000)}{}${']}'.repeat(100_000)}`,
    }),
    evil('schema: allOf that doubles', {
      'values.schema.json': schema({ $ref: '#/$defs/d40', $defs: doubling(40) }),
      'values.yaml': 'a: 1\n',
    }),
    evil('schema: anyOf that doubles', {
      'values.schema.json': schema({ $ref: '#/$defs/d40', $defs: doubling(40, 'anyOf') }),
      'values.yaml': 'a: 1\n',
    }),
    evil('schema: pattern that backtracks', {
      'values.schema.json': schema({ properties: { a: { pattern: '^(a+)+$' } } }),
      'values.yaml': a,
    }),
    evil('schema: pattern with large counts', {
      'values.schema.json': schema({ properties: { a: { pattern: '((a{1000}){1000}){1000}' } } }),
      'values.yaml': a,
    }),
    evil('schema: pattern of quantifiers', {
      'values.schema.json': schema({ properties: { a: { pattern: `${'a*'.repeat(200)}b` } } }),
      'values.yaml': a,
    }),
    evil(
      'schema: a large multipleOf',
      { 'values.schema.json': schema({ properties: { a: { multipleOf: 1e-300 } } }), 'values.yaml': 'a: 1e300\n' },
      harmless,
    ),
    evil(
      'schema: uniqueItems of 200,000',
      {
        'values.schema.json': schema({ properties: { a: { uniqueItems: true } } }),
        'values.yaml': `a: [${Array.from({ length: 200_000 }, (_, index) => `{x: ${index}}`).join(',')}]\n`,
      },
      harmless,
    ),
    evil('schema: 6 MB', { 'values.schema.json': `{"description":"${'x'.repeat(6_000_000)}"}` }),
  ]
}

function doubling(count: number, word = 'allOf'): Record<string, unknown> {
  const rows: [string, unknown][] = [['d0', { type: 'string' }]]
  for (let at = 1; at <= count; at++)
    rows.push([`d${at}`, { [word]: [{ $ref: `#/$defs/d${at - 1}` }, { $ref: `#/$defs/d${at - 1}` }] }])
  return Object.fromEntries(rows)
}

function linkTo(target: string, path: string): void {
  symlinkSync(target, path)
}
