import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { downloadChart, helmEnvironment, loginRegistry, logoutRegistry, pushArchive, RepoError } from '#repo'
import { type FakeRegistryOptions, packFiles, startFakeRegistry } from '#repo/testing'
import { helmBinaries, startPeer } from './repo-peer.ts'

const chartYaml = [
  'apiVersion: v2',
  'name: web',
  'version: 1.2.3+build.5',
  'description: "a <web> & more"',
  'home: https://example.test',
  'sources: [https://example.test/src, https://example.test/other]',
  'maintainers: [{name: Ann, email: ann@example.test}, {name: Bob}]',
  'annotations: {org.opencontainers.image.title: no, "a/b": c}',
  'dependencies: [{name: db, version: ">=1", repository: "", condition: db.enabled, import-values: [data, {child: a, parent: b}]}]',
].join('\n')
const archive = packFiles({
  'web/Chart.yaml': chartYaml,
  'web/values.yaml': 'a: 1\n',
  'web/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
})
const auths: readonly (FakeRegistryOptions['auth'] | undefined)[] = [
  undefined,
  { kind: 'basic', username: 'ann', password: 'p:w' },
  { kind: 'bearer', username: 'ann', password: 'p:w' },
]
const satisfies = (constraint: string, version: string): boolean => constraint === '*' || constraint === version
const now = new Date('2026-01-02T03:04:05Z')

if (helmBinaries.length === 0) console.warn('no helm to compare with: run `npm run peers`')

describe.each(helmBinaries)('%s', (binary) => {
  test.each(auths)('registry %o: helm pulls what we push, and the reverse; manifests are the same', async (auth) => {
    const registry = await startFakeRegistry(auth === undefined ? {} : { auth })
    const peer = startPeer(binary)
    const ours = helmEnvironment({ HELM_CONFIG_HOME: join(peer.home, 'ours') }, peer.home, 'linux')
    try {
      const file = join(peer.home, 'web-1.2.3+build.5.tgz')
      writeFileSync(file, archive)
      if (auth !== undefined) {
        const wrong = loginRegistry(registry.host, { ...auth, password: 'no' }, { plainHttp: true, files: ours })
        await expect(wrong).rejects.toThrow(RepoError)
        expect(await loginRegistry(registry.host, auth, { plainHttp: true, files: ours })).toBe('Login Succeeded')
        const flag = binary.includes('helm-4') ? ['--plain-http'] : ['--insecure']
        const login = await peer.run(
          'registry',
          'login',
          registry.host,
          '-u',
          auth.username,
          '-p',
          auth.password,
          ...flag,
        )
        expect(login.stderr + login.stdout).toContain('Login Succeeded')
        const key = registry.host
        const theirs = JSON.parse(readFileSync(join(peer.home, '.config/helm/registry/config.json'), 'utf8'))
        const mine = JSON.parse(readFileSync(ours.registryConfig, 'utf8'))
        expect(mine.auths[key].auth).toBe(theirs.auths[key].auth)
      }
      const pushed = await pushArchive(file, `oci://${registry.host}/charts`, { plainHttp: true, files: ours })
      const manifest = registry.manifests.get('charts/web:1.2.3_build.5')?.bytes.toString()
      const theirs = await peer.run('push', file, `oci://${registry.host}/charts`, '--plain-http')
      expect(theirs.status, theirs.stderr).toBe(0)
      const printed = (theirs.stdout + theirs.stderr).replace(/^level=.*\n/gm, '').trimEnd()
      expect(pushed.printed.join('\n').replaceAll(/\n+/g, '\n')).toBe(printed.replaceAll(/\n+/g, '\n'))
      expect(registry.manifests.get('charts/web:1.2.3_build.5')?.bytes.toString()).toBe(manifest)

      const pull = await peer.run(
        'pull',
        `oci://${registry.host}/charts/web`,
        '--version',
        '1.2.3+build.5',
        '--plain-http',
      )
      expect(pull.status, pull.stderr).toBe(0)
      expect(readFileSync(file)).toEqual(Buffer.from(archive))

      const options = { environment: ours, satisfies, now, plainHttp: true }
      const tag = await downloadChart(`oci://${registry.host}/charts/web`, options)
      expect(tag.printed.join('\n')).toContain('contains an underscore')
      expect(tag.fileName).toBe('web-1.2.3+build.5.tgz')
      expect(Buffer.from(tag.archive)).toEqual(Buffer.from(archive))
      const pinned = await downloadChart(`oci://${registry.host}/charts/web@${pushed.digest}`, options)
      expect(Buffer.from(pinned.archive)).toEqual(Buffer.from(archive))
      if (auth !== undefined) {
        expect(await logoutRegistry(registry.host, ours)).toBe(`Removing login credentials for ${registry.host}`)
        await expect(downloadChart(`oci://${registry.host}/charts/web`, options)).rejects.toThrow(/401|unauthorized/)
      }
    } finally {
      await registry.close()
    }
  })
})
