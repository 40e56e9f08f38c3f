import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { type DownloadOptions, downloadChart, helmEnvironment, pushArchive } from '#repo'
import { packFiles } from '#repo/testing'

// The reference registry of the distribution project, as Debian packages it (docker-registry), where it is installed.
const folders = [process.env.BERTH_PEERS ?? '.cache/peers', ...(process.env.PATH ?? '').split(delimiter)]
const binary = folders.map((folder) => join(folder, 'docker-registry')).find((path) => existsSync(path))
if (binary === undefined)
  console.warn('no docker-registry: a real registry is not tried (Debian package docker-registry)')

test.skipIf(binary === undefined)('a real registry takes what we push and gives it back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-registry-'))
  const host = `127.0.0.1:${await freePort()}`
  writeFileSync(join(folder, 'c.yml'), `version: 0.1\nstorage: {inmemory: {}}\nhttp: {addr: "${host}"}\n`)
  const server = spawn(binary ?? '', ['serve', join(folder, 'c.yml')], { stdio: 'ignore' })
  try {
    await untilReady(host)
    const path = join(folder, 'web.tgz')
    for (const version of ['1.0.0', '1.2.0+b.1', '2.0.0-rc.1']) {
      writeFileSync(path, packFiles({ 'web/Chart.yaml': `apiVersion: v2\nname: web\nversion: ${version}\n` }))
      writeFileSync(`${path}.prov`, 'signed')
      await pushArchive(path, `oci://${host}/a/b`, { plainHttp: true })
    }
    const rows: readonly (readonly [Partial<DownloadOptions>, string])[] = [
      [{}, '1.2.0+b.1'],
      [{ version: '1.0.0', verify: 'later' }, '1.0.0'],
      [{ devel: true }, '2.0.0-rc.1'],
    ]
    const satisfies = (constraint: string, version: string): boolean => constraint !== '*' || !version.includes('-')
    const environment = helmEnvironment({}, folder, 'linux')
    for (const [more, version] of rows) {
      const options = { environment, satisfies, now: new Date(0), plainHttp: true, ...more }
      const found = await downloadChart(`oci://${host}/a/b/web`, options)
      expect([found.version, found.provenance?.length]).toEqual([version, more.verify === undefined ? undefined : 6])
    }
  } finally {
    server.kill()
  }
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function untilReady(host: string): Promise<void> {
  for (let left = 100; left > 0; left--) {
    const isUp = await fetch(`http://${host}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${host} does not answer`)
}
