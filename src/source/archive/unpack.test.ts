import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packFiles } from '../package/tar-writer.ts'
import { unpackChart } from './unpack.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'unpack-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const chartYaml = (name: string) => ({ 'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n` })

function pack(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const entries = Object.entries(files)
  return packFiles(entries.map(([name, text]) => ({ name: `a/${name}`, data: Buffer.from(text), modifiedMs: 0 })))
}

describe('an archive is unpacked', () => {
  test('into a folder of the name in Chart.yaml, made with its parents', async () => {
    const parent = join(root, 'new/deep')
    const folder = unpackChart(await pack({ ...chartYaml('web'), 'templates/x.yaml': '# kept\n' }), parent)
    expect(folder).toBe(join(parent, 'web'))
    expect(readFileSync(join(folder, 'templates/x.yaml'), 'utf8')).toBe('# kept\n')
    expect(readdirSync(parent)).toEqual(['web'])
  })

  test.each([
    ['chart name not specified', { 'values.yaml': '' }],
    ['chart name not specified', { 'Chart.yaml': 'version: 1.0.0\n' }],
    ['chart name ".." is not allowed', chartYaml('..')],
    ['chart name "a/../../b" must not contain path separators', chartYaml('a/../../b')],
    ['cannot load Chart.yaml: ', { 'Chart.yaml': 'name: [a]\n' }],
    ['open ', { ...chartYaml('clash'), x: '1', 'x/y': '2' }],
  ])('or not at all: %s', async (message, files) => {
    const parent = mkdtempSync(join(root, 'none-'))
    const archive = await pack(files as Readonly<Record<string, string>>)
    expect(() => unpackChart(archive, parent)).toThrow(message)
    expect(readdirSync(parent)).toEqual([])
  })

  test('never over something else', async () => {
    const archive = await pack(chartYaml('taken'))
    unpackChart(archive, root)
    expect(() => unpackChart(archive, root)).toThrow(expect.objectContaining({ code: 'exists' }))
  })
})
