import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { detectFormat } from './format.ts'
import { resolveSource } from './source.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'resolve-'))
  mkdirSync(join(root, 'web'))
  writeFileSync(join(root, 'web-1.0.0.tgz'), '')
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('what a chart argument means', () => {
  test('a folder, an archive', () => {
    expect(resolveSource(` ${root}/web `)).toEqual({ kind: 'folder', path: join(root, 'web') })
    expect(resolveSource(`${root}/web-1.0.0.tgz`)).toEqual({ kind: 'archive', path: join(root, 'web-1.0.0.tgz') })
  })

  const rows = [
    ['oci://r.example.com/charts/web', {}, { kind: 'registry', reference: 'oci://r.example.com/charts/web' }],
    ['https://e.example.com/web.tgz', {}, { kind: 'url', url: 'https://e.example.com/web.tgz' }],
    ['stable/web', { version: ' ^1 ' }, { kind: 'repository', repository: 'stable', chart: 'web', version: '^1' }],
    ['stable/group/web', {}, { kind: 'repository', repository: 'stable', chart: 'group/web' }],
    [
      'web',
      { repositoryUrl: 'https://e.example.com' },
      { kind: 'repository-url', url: 'https://e.example.com', chart: 'web' },
    ],
  ] as const
  test.each(rows)('%s', (name, options, plan) => {
    expect(resolveSource(name, options)).toEqual(plan)
  })

  test.each([
    ['./nowhere', 'path "./nowhere" not found'],
    ['/nowhere/web', 'path "/nowhere/web" not found'],
    ['nowhere', 'non-absolute URLs should be in form of repo_name/path_to_chart, got: nowhere'],
    ['/', undefined],
  ])('%s', (name, message) => {
    if (message === undefined) expect(resolveSource(name).kind).toBe('folder')
    else expect(() => resolveSource(name)).toThrow(message)
  })
})

describe('formats', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['chart', 'Chart.yaml', '', 'helm'],
    ['overlay', 'kustomization.yaml', '', 'kustomize'],
    ['overlay by its short name', 'Kustomization', '', 'kustomize'],
    ['application', 'app.yaml', 'apiVersion: core.oam.dev/v1beta1\nkind: Application\n', 'oam'],
    ['another kind of application', 'app.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n', 'plain'],
    ['objects', 'pod.yaml', 'apiVersion: v1\nkind: Pod\n', 'plain'],
  ]
  test.each(rows)('%s', (_name, file, text, format) => {
    const folder = mkdtempSync(join(root, 'format-'))
    writeFileSync(join(folder, file), text)
    expect(detectFormat(folder)).toBe(format)
    if (format !== 'helm') expect(detectFormat(join(folder, file))).toBe(format)
  })

  test('nothing there', () => {
    expect(() => detectFormat(join(root, 'nowhere'))).toThrow('no such file or directory')
  })
})
