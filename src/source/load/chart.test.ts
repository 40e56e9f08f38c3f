import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packFiles } from '../package/tar-writer.ts'
import { loadChart } from './chart.ts'
import { parseValues, splitDocuments } from './values.ts'

const head = 'apiVersion: v2\nname: a\nversion: 1.0.0\n'
let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'load-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(root, 'chart-'))
  for (const [name, content] of Object.entries({ 'Chart.yaml': head, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

describe('a chart folder', () => {
  test('is sorted into its parts', () => {
    const folder = folderOf({
      'values.yaml': 'a: 1\n',
      'values.schema.json': '{}',
      'templates/b.yaml': 'b',
      'templates/a/c.yaml': 'c',
      'templates/_x.tpl': 'x',
      'crds/x.yaml': 'x',
      'README.md': '\ufeffr',
      'charts/one/Chart.yaml': 'apiVersion: v2\nname: one\nversion: 1.0.0\n',
      'charts/one/charts/two/Chart.yaml': 'apiVersion: v2\nname: two\nversion: 1.0.0\n',
      'charts/_hidden/x': 'x',
      'charts/one.tgz.prov': 'signed',
    })
    const chart = loadChart(folder, { origin: 'web' })
    expect(chart.templates.map(({ name }) => name)).toEqual([
      'templates/_x.tpl',
      'templates/a/c.yaml',
      'templates/b.yaml',
    ])
    expect(chart.files.map(({ name }) => name)).toEqual(['README.md', 'charts/one.tgz.prov', 'crds/x.yaml'])
    expect(chart.files[0]?.data).toHaveLength(1)
    expect(chart.values).toEqual(new Map([['a', 1]]))
    expect(chart.schema).toHaveLength(2)
    expect(chart.dependencies[0]?.dependencies[0]?.origin).toBe('web/charts/one/charts/two')
  })

  test('places errors in subcharts and packed subcharts', async () => {
    const files = {
      'charts/s/Chart.yaml': 'apiVersion: v2\nname: s\nversion: 1.0.0\n',
      'charts/s/values.yaml': 'a: 1\nb: 2\n c: 3\n',
    }
    expect(() => loadChart(folderOf(files), { origin: 'web' })).toThrow(
      expect.objectContaining({
        code: 'bad-yaml',
        position: expect.objectContaining({ file: 'web/charts/s/values.yaml', line: 3 }),
      }),
    )
    const packed = await packFiles([
      { name: 's/Chart.yaml', data: Buffer.from('apiVersion: v2\nname: s\n'), modifiedMs: 0 },
    ])
    expect(() => loadChart(folderOf({ 'charts/s-1.tgz': packed }), { origin: 'web' })).toThrow(
      expect.objectContaining({ position: { file: 'web/charts/s-1.tgz/Chart.yaml', line: 1, column: 1 } }),
    )
  })

  test('follows links, and does not when told so', () => {
    const outside = folderOf({ 'x.txt': 'x' })
    const folder = folderOf({})
    symlinkSync(join(outside, 'x.txt'), join(folder, 'x.txt'))
    symlinkSync('Chart.yaml', join(folder, 'y.txt'))
    const lines: string[] = []
    const names = loadChart(folder, { onWarning: (line) => lines.push(line) }).files.map(({ name }) => name)
    expect([names, lines.length]).toEqual([['x.txt', 'y.txt'], 2])
    expect(() => loadChart(folder, { links: 'inside' })).toThrow(expect.objectContaining({ code: 'bad-link' }))
  })

  test('stops at circles of links', () => {
    const folder = folderOf({ 'a/b/x': 'x' })
    symlinkSync('..', join(folder, 'a/b/up'))
    expect(() => loadChart(folder)).toThrow(expect.objectContaining({ code: 'bad-link' }))
  })

  test('keeps to its limits', () => {
    const folder = folderOf({ 'x.bin': new Uint8Array(100_000) })
    const message = 'chart file "x.bin" is larger than the maximum file size 70000'
    expect(() => loadChart(folder, { limits: { fileBytes: 70_000 } })).toThrow(message)
    expect(() => loadChart(folder, { limits: { totalBytes: 70_000 } })).toThrow('chart is larger than the maximum size')
    expect(() => loadChart(folder, { limits: { entries: 2 } })).toThrow('chart has more than 2 files and folders')
    expect(loadChart(folder).files[0]?.data).toHaveLength(100_000)
  })
})

describe('what is no archive', () => {
  const padded = (text: string) => text.padEnd(600, text)
  test.each([
    ['values.yaml', 'a: 1', 'seems to be a YAML file, but expected a gzipped archive'],
    ['a.txt', padded('hello\n'), "got 'text/plain; charset=utf-8'"],
    ['short.txt', 'hello\n', "got 'application/octet-stream'"],
    ['a.zip', padded('PK\x03\x04'), "got 'application/zip'"],
    ['empty.tgz', '', "got 'application/octet-stream'"],
    ['page.html', padded('<html>\n'), "got 'text/html; charset=utf-8'"],
    ['text.tgz', gzipSync(padded('hello\n')), 'unable to load chart archive: archive/tar: invalid tar header'],
    ['cut.tgz', gzipSync(padded('hello\n')).subarray(0, 20), 'unable to load chart archive: unexpected EOF'],
    [
      'header.tgz',
      Buffer.from('\x1f\x8b\x08\xff123456789', 'latin1'),
      'does not appear to be a valid chart file (details: ',
    ],
  ])('%s', (name, content, message) => {
    writeFileSync(join(root, name), content)
    expect(() => loadChart(join(root, name))).toThrow(message)
  })
})

describe('values', () => {
  test('of several documents are merged, except by Helm 3', () => {
    const text = 'a: {x: 1, w: 2}\n---\na: {x: null, z: 3}\n--- # end\nb: 1\n'
    const merged = new Map([
      ['x', null],
      ['w', 2],
      ['z', 3],
    ] as [string, unknown][])
    expect(parseValues(text, { file: 'v' })).toEqual(
      new Map<string, unknown>([
        ['a', merged],
        ['b', 1],
      ]),
    )
    expect(parseValues(text, { file: 'v', compat: 'helm3' })).toEqual(
      new Map([
        [
          'a',
          new Map([
            ['x', 1],
            ['w', 2],
          ]),
        ],
      ]),
    )
  })

  test('errors name the line of the file', () => {
    const broken = () => parseValues('a: 1\n---\nb: 1\n c: 2\n', { file: 'values.yaml' })
    expect(broken).toThrow(expect.objectContaining({ position: expect.objectContaining({ line: 4 }) }))
  })

  test.each([
    ['a: 1\n', [0]],
    ['---\na: 1\n', [0]],
    ['a: 1\n---\nb: 2', [0, 2]],
    ['a: |\n  x\n  ---\n  y\n', [0]],
    ['---\n---\na: 1\n', [0, 2]],
    ['a: 1\n---x\n', [0]],
  ])('%j is cut at its separators', (text, offsets) => {
    expect(splitDocuments(text).map(({ lineOffset }) => lineOffset)).toEqual(offsets)
  })
})
