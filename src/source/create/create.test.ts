import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadChart } from '../load/chart.ts'
import { createChart } from './create.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'create-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('a new chart', () => {
  test.each([
    ['', 'chart name must be between 1 and 250 characters'],
    ['a'.repeat(251), 'chart name must be between 1 and 250 characters'],
    ['a b', 'chart name must match the regular expression "^[a-zA-Z0-9._-]+$"'],
    ['..', 'chart name ".." is not allowed'],
  ])('is not named %j', async (name, message) => {
    await expect(createChart(name, root)).rejects.toMatchObject({ code: 'invalid-name', message })
  })

  test('loads, and says what it overwrites', async () => {
    const folder = await createChart('web', root)
    expect(loadChart(folder).metadata).toMatchObject({ name: 'web', version: '0.1.0', appVersion: '1.16.0' })
    const lines: string[] = []
    await createChart('web', root, { compat: 'helm3', onWarning: (line) => lines.push(line) })
    expect(lines).toHaveLength(11)
    expect(lines[0]).toBe(`WARNING: File "${folder}/Chart.yaml" already exists. Overwriting.`)
  })

  test('does not replace a file', async () => {
    writeFileSync(join(root, 'taken'), '')
    const message = `file ${join(root, 'taken')} already exists and is not a directory`
    await expect(createChart('taken', root)).rejects.toMatchObject({ code: 'exists', message })
    await expect(createChart('x', join(root, 'nowhere'))).rejects.toMatchObject({ code: 'not-found' })
  })

  test('begins from a starter', async () => {
    const starter = await createChart('base', root)
    writeFileSync(join(starter, 'templates/one.yaml'), 'name: <CHARTNAME>\n')
    writeFileSync(join(starter, 'values.yaml'), '# of <CHARTNAME>\na: 1\n')
    mkdirSync(join(starter, 'charts/sub'))
    writeFileSync(join(starter, 'charts/sub/Chart.yaml'), 'apiVersion: v2\nname: sub\nversion: 0.2.0\n')
    const folder = await createChart('mine', root, { starter: 'base', startersFolder: root })
    expect(readFileSync(join(folder, 'templates/one.yaml'), 'utf8')).toBe('name: mine\n')
    expect(readFileSync(join(folder, 'values.yaml'), 'utf8')).toBe('# of mine\na: 1\n')
    expect(loadChart(folder).dependencies[0]?.origin).toBe(`${folder}/charts/sub-0.2.0.tgz`)
    await expect(createChart('mine', root, { starter: '/nowhere' })).rejects.toThrow('could not load /nowhere')
  })
})
