import { describe, expect, it } from 'vitest'
import { contentHash } from '../resource/hash.ts'
import { resourceYaml } from '../resource/write.ts'
import { generateConfigMap } from './config-map.ts'
import { readEnvironment } from './environment.ts'
import { readFileSource } from './file-source.ts'
import { mergeOptions } from './options.ts'
import { generateSecret } from './secret.ts'

const files: Readonly<Record<string, Uint8Array>> = {
  'a.txt': Buffer.from('hello\n'),
  'b.bin': new Uint8Array([0xff, 0xfe, 0x00]),
  'long.bin': new Uint8Array(60).fill(0xff),
}
const read = (path: string): Uint8Array => files[path] ?? new Uint8Array()

describe('ConfigMaps and Secrets', () => {
  it('takes one pair of quotes off a literal', () => {
    const made = generateConfigMap({ name: 'm', literals: [`a='x'`, 'b="y', 'c=', 'd=1=2'] }, read)
    expect(made.value['data']).toEqual({ a: 'x', b: '"y', c: '', d: '1=2' })
  })

  it('puts what is no text into binaryData', () => {
    const made = generateConfigMap({ name: 'm', files: ['a.txt', 'k=b.bin'] }, read)
    expect(resourceYaml(made)).toBe(
      'apiVersion: v1\nbinaryData:\n  k: //4A\ndata:\n  a.txt: |\n    hello\nkind: ConfigMap\nmetadata:\n  name: m\n',
    )
  })

  it('breaks base64 into lines of 70 characters', () => {
    const made = generateSecret({ name: 's', files: ['long.bin'] }, read)
    expect(made.value['data']).toEqual({ 'long.bin': `${'/'.repeat(70)}\n${'/'.repeat(10)}\n` })
  })

  it.each([
    ['without a name', { literals: ['a=b'] }, 'a configmap must have a name'],
    ['a key twice', { name: 'm', literals: ['a=b', 'a=c'] }, 'configmap m illegally repeats the key `a`'],
    [
      'a literal without key',
      { name: 'm', literals: ['=a'] },
      'loading KV pairs: literal sources [=a]: invalid literal source =a, expected key=value',
    ],
  ])('%s is refused', (_rule, args, message) => {
    expect(() => generateConfigMap(args, read)).toThrow(message)
  })

  it('hashes content and type, never the name', () => {
    const hash = (name: string): string => contentHash(generateConfigMap({ name, literals: ['a=1'] }, read))
    expect(hash('x')).toBe(hash('y'))
    expect(contentHash(generateSecret({ name: 'x', literals: ['a=1'] }, read))).not.toBe(
      contentHash(generateSecret({ name: 'x', type: 't', literals: ['a=1'] }, read)),
    )
  })

  it('lets own options win over shared ones', () => {
    const shared = { labels: { a: 'shared', b: 'shared' }, immutable: true }
    expect(mergeOptions({ labels: { a: 'own' } }, shared)).toEqual({
      labels: { a: 'own', b: 'shared' },
      immutable: true,
    })
  })
})

describe('env files', () => {
  it.each([
    ['comments, blanks and a line without value', '#c\n\n  A=1 \nB\nC=x=y\n', { A: '1 ', B: '', C: 'x=y' }],
    ['a byte order mark on the first line only', '\ufeffA=1\n\ufeffB=2', { A: '1', '\ufeffB': '2' }],
    ['line ends of Windows', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['nothing behind a line that is too long', `A=1\nB=${'x'.repeat(65_536)}\nC=3\n`, { A: '1' }],
  ])('%s', (_rule, text, expected) => {
    const entries = readEnvironment(Buffer.from(text)).map(({ key, value }) => [key, value])
    expect(Object.fromEntries(entries)).toEqual(expected)
  })

  it('refuses bytes that are no text', () => {
    expect(() => readEnvironment(new Uint8Array([0x41, 0x3d, 0xff]))).toThrow('line [65 61 255] has invalid utf8 bytes')
  })
})

describe('entries of files', () => {
  it.each([
    ['./path/myfile', { key: 'myfile', path: './path/myfile' }],
    ['new.ini=old', { key: 'new.ini', path: 'old' }],
  ])('%s', (source, expected) => {
    expect(readFileSource(source)).toEqual(expected)
  })

  it.each([
    ['a==b', `source "a==b" key name or file path contains '='`],
    ['=b', 'missing key name for file path "b" in source "=b"'],
    ['a=', 'missing file path for key name "a" in source "a="'],
  ])('%s is refused', (source, message) => {
    expect(() => readFileSource(source)).toThrow(message)
  })
})
