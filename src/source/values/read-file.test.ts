import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits, namedFileBytes } from '../limits.ts'
import { readValuesFile } from './read-file.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'values-'))
  writeFileSync(join(root, 'v.yaml'), '\ufeffa: 1\n')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const readers = {
  standardInput: async () => Buffer.from('in'),
  url: async (url: string) => Buffer.from(`body of ${url}`),
  knowsScheme: async (scheme: string) => scheme === 's3',
}

describe('a values file', () => {
  test.each([
    ['-', 'in'],
    ['https://e.example.com/v.yaml', 'body of https://e.example.com/v.yaml'],
    ['s3://bucket/v.yaml', 'body of s3://bucket/v.yaml'],
    [' https://e.example.com/v.yaml ', 'body of https://e.example.com/v.yaml'],
  ])('%s', async (name, text) => {
    const read = await readValuesFile(name, readers)
    expect(Buffer.from(read.data).toString()).toBe(text)
    expect(read.file).toBe(name.trim())
  })

  test('is read from disk, without its byte order mark', async () => {
    const { data } = await readValuesFile(join(root, 'v.yaml'), readers)
    expect(Buffer.from(data).toString()).toBe('a: 1\n')
  })

  test('that is not there, or too large', async () => {
    const path = join(root, 'nowhere')
    const message = `open ${path}: no such file or directory`
    await expect(readValuesFile('gs://bucket/v.yaml', readers)).rejects.toMatchObject({ code: 'not-found' })
    await expect(readValuesFile(path, readers)).rejects.toMatchObject({ code: 'not-found', message })
    const tooLarge = { code: 'too-large', hint: expect.stringContaining('no flag raises this limit') }
    await expect(readValuesFile('-', { ...readers, maxBytes: 1 })).rejects.toMatchObject(tooLarge)
    await expect(readValuesFile(join(root, 'v.yaml'), { ...readers, maxBytes: 1 })).rejects.toMatchObject(tooLarge)
  })

  test('may be larger than a file of a chart, of which the user knows less', async () => {
    const path = join(root, 'large.yaml')
    writeFileSync(path, `a: ${'x'.repeat(defaultLimits.fileBytes)}\n`)
    expect((await readValuesFile(path, readers)).data.length).toBeGreaterThan(defaultLimits.fileBytes)
    truncateSync(path, namedFileBytes + 1)
    await expect(readValuesFile(path, readers)).rejects.toMatchObject({ code: 'too-large' })
  })
})
