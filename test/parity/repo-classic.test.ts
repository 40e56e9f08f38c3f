import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  addRepository,
  downloadChart,
  helmEnvironment,
  RepoError,
  removeRepositories,
  updateRepositories,
  writeIndex,
} from '#repo'
import { packFiles, startFakeRepository } from '#repo/testing'
import { helmBinaries, startPeer } from './repo-peer.ts'

const archive = packFiles({ 'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n' })
const index = `apiVersion: v1
entries:
  web:
  - {name: web, version: 1.0.0, urls: [charts/web-1.0.0.tgz]}
  - {name: web, version: 2.0.0-rc.1, urls: [charts/web-2.0.0-rc.1.tgz]}
  other:
  - {name: other, version: 1.0.0, urls: []}
`
const files = {
  '/repo/index.yaml': index,
  '/repo/charts/web-1.0.0.tgz': archive,
  '/bad/index.yaml': 'apiVersion: [',
  '/none/index.yaml': 404,
  '/moved/index.yaml': { location: '/repo/index.yaml' },
} as const
const now = new Date('2026-01-02T03:04:05Z')

/** Enough of constraints for the rows here: releases unless the constraint says `-0`. */
const satisfies = (constraint: string, version: string): boolean => {
  if (constraint.startsWith('9')) return false
  return constraint.endsWith('-0') || !version.includes('-')
}

if (helmBinaries.length === 0) console.warn('no helm to compare with: run `npm run peers`')

describe.each(helmBinaries)('%s', (binary) => {
  test('add, update, pull and remove leave the same files and say the same', async () => {
    const server = await startFakeRepository({ files, credentials: 'ann:geheim' })
    const peer = startPeer(binary)
    const home = (name: string): string => join(peer.home, name)
    const environment = helmEnvironment(
      { HELM_CACHE_HOME: home('oc'), HELM_CONFIG_HOME: home('od') },
      peer.home,
      'linux',
    )
    const stem = (text: string): string =>
      text
        .replace(/^level=WARN .*\n/gm, '')
        .replace(/^Error: /gm, '')
        .trim()
    const login = { username: 'ann', password: 'geheim' }
    const flags = ['--username', 'ann', '--password', 'geheim']
    const said = async (work: Promise<string | readonly string[]>): Promise<string> =>
      work.then(
        (printed) => (typeof printed === 'string' ? printed : printed.join('\n')),
        (error: unknown) => (error instanceof RepoError ? error.message : `unexpected: ${String(error)}`),
      )
    try {
      const adds: readonly (readonly [string, string, boolean])[] = [
        ['one', '/repo', false],
        ['one', '/repo', false],
        ['one', '/repo/', false],
        ['one', '/repo/', true],
        ['two', '/bad', false],
        ['two', '/none', false],
        ['two', '/moved', false],
        ['a/b', '/repo', false],
      ]
      for (const [name, path, isForced] of adds) {
        const theirs = await peer.run(
          'repo',
          'add',
          name,
          server.url + path,
          ...flags,
          ...(isForced ? ['--force-update'] : []),
        )
        const ours = await said(addRepository({ name, url: server.url + path, ...login }, { ...environment, isForced }))
        expect(ours, `${name} ${path}`).toBe(stem(theirs.stdout + theirs.stderr))
      }
      const shape = (path: string): string => readFileSync(path, 'utf8')
      expect(shape(environment.repositoryConfig)).toBe(shape(home('.config/helm/repositories.yaml')))
      const sorted = (path: string): string => shape(path).split('\n').sort().join('\n')
      for (const file of ['one-charts.txt', 'two-charts.txt', 'one-index.yaml']) {
        expect(sorted(join(environment.repositoryCache, file))).toBe(sorted(home(`.cache/helm/repository/${file}`)))
      }

      const pulls: readonly (readonly [string, readonly string[]])[] = [
        ['one/web', []],
        ['one/web', ['--version', '9.9.9']],
        ['one/none', []],
        ['one/other', []],
        ['none/web', []],
        ['web', []],
        ['one/web', ['--devel']],
        [`${server.url}/repo/charts/web-1.0.0.tgz`, []],
      ]
      for (const [reference, more] of pulls) {
        const theirs = await peer.run('pull', reference, ...more)
        const version = more[0] === '--version' ? (more[1] ?? '') : ''
        const options = { environment, satisfies, now, version, devel: more.includes('--devel') }
        const ours = await said(downloadChart(reference, options).then(({ fileName }) => fileName))
        const expected = theirs.status === 0 ? 'web-1.0.0.tgz' : stem(theirs.stderr)
        expect(ours, `${reference} ${more.join(' ')}`).toBe(expected)
      }
      const byUrl = { environment, satisfies, now, repoUrl: `${server.url}/repo`, ...login }
      expect((await downloadChart('web', byUrl)).archive.length).toBe(archive.length)
      const theirs = await peer.run('pull', 'nope', '--repo', `${server.url}/repo`, ...flags)
      expect(await said(downloadChart('nope', byUrl).then(() => ''))).toBe(stem(theirs.stderr))

      const updated = await updateRepositories([], environment)
      expect(updated.map(({ error }) => error)).toEqual([undefined, undefined])
      const strange = await peer.run('repo', 'update', 'three')
      expect(await said(updateRepositories(['three'], environment).then(() => ''))).toBe(stem(strange.stderr))
      for (const name of ['one', 'one', 'two', 'two']) {
        const gone = await peer.run('repo', 'remove', name)
        expect(await said(removeRepositories([name], environment))).toBe(stem(gone.stdout + gone.stderr))
      }
      expect(shape(environment.repositoryConfig)).toBe(shape(home('.config/helm/repositories.yaml')))
    } finally {
      await server.close()
    }
  })

  test('helm reads the index that we write', async () => {
    const peer = startPeer(binary)
    writeFileSync(join(peer.home, 'web-1.0.0.tgz'), archive)
    await writeIndex(peer.home, { now: now.toISOString() })
    const file = readFileSync(join(peer.home, 'index.yaml'), 'utf8')
    const server = await startFakeRepository({ files: { '/index.yaml': file, '/web-1.0.0.tgz': archive } })
    try {
      expect((await peer.run('repo', 'add', 'r', server.url)).status).toBe(0)
      expect((await peer.run('pull', 'r/web')).status).toBe(0)
    } finally {
      await server.close()
    }
  })
})
