import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Cluster, clusterFolder, shareKubeconfig, startCluster } from '#cluster'
import { createAuthority } from '#cluster/testing'

let home = ''
let cluster: Cluster | undefined
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'berth-certificates-'))
})
afterEach(async () => {
  await cluster?.stop()
  cluster = undefined
  rmSync(home, { recursive: true, force: true })
})

const DAY_MS = 86_400_000
const file = (name: string): string => readFileSync(join(home, 'clusters/berth/certificates', name), 'utf8')
const pairOf = (name: string) => ({ cert: file(`${name}.crt`), key: file(`${name}.key`) })
const authorityOf = (name: string) => {
  const { cert, key } = pairOf(name)
  return { certificate: cert, key }
}

type Identity = { readonly cert: string; readonly key: string }

/** Who the server takes the caller for: a SelfSubjectReview. */
function whoAmI(address: string, identity: Identity, headers: Record<string, string | string[]>): Promise<unknown> {
  const body = '{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}'
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
  return new Promise((resolve, reject) => {
    const all = { 'content-type': 'application/json', ...headers }
    const options = { method: 'POST', headers: all, agent: false as const, ca: file('ca.crt'), ...identity }
    const sent = request(`${address}${path}`, options, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => {
        if (response.statusCode !== 201) return resolve(response.statusCode)
        const { username, groups } = JSON.parse(text).status.userInfo
        return resolve({ username, groups })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

test('only a front proxy speaks for others, and it is nobody itself', async () => {
  cluster = await startCluster({ home, port: 0, store: 'memory' })
  const address = cluster.address ?? ''
  const carl = { 'x-remote-user': 'carl', 'x-remote-group': ['a', 'b, c'] }
  const stranger = createAuthority('front-proxy-ca', { nowMs: Date.now(), durationMs: DAY_MS })
  const strange = stranger.issueClient({
    user: 'front-proxy-client',
    groups: [],
    nowMs: Date.now(),
    durationMs: DAY_MS,
  })
  expect(await whoAmI(address, pairOf('front-proxy-client'), carl)).toEqual({
    username: 'carl',
    groups: ['a', 'b, c', 'system:authenticated'],
  })
  expect(await whoAmI(address, pairOf('front-proxy-client'), {})).toBe(401)
  expect(await whoAmI(address, pairOf('front-proxy-ca'), carl)).toBe(401)
  expect(await whoAmI(address, { cert: strange.certificate, key: strange.key }, carl)).toBe(401)
  expect(await whoAmI(address, pairOf('admin'), carl)).toEqual({
    username: 'kubernetes-admin',
    groups: ['system:masters', 'system:authenticated'],
  })
  expect(authorityOf('ca').certificate).not.toBe(authorityOf('front-proxy-ca').certificate)
})

/** A clock that is moved by hand; what waits for hours runs when it is moved that far. */
function movable() {
  let offsetMs = 0
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>()
  const now = (): number => Date.now() + offsetMs
  return {
    now,
    setTimer: (delayMs: number, run: () => void) => {
      if (delayMs >= 3_600_000) {
        const entry = { at: now() + delayMs, run }
        waiting.add(entry)
        return () => void waiting.delete(entry)
      }
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
    move: (byMs: number) => {
      offsetMs += byMs
      for (const entry of [...waiting]) {
        if (entry.at > now()) continue
        waiting.delete(entry)
        entry.run()
      }
    },
  }
}

function served(address: string): Promise<string> {
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().fingerprint256)
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

test('certificates are renewed while it runs, and kubeconfigs follow', async () => {
  const clock = movable()
  const troubles: string[] = []
  const trace = ({ message, fields }: { message: string; fields: object }): void => {
    if (message === 'trouble') troubles.push(JSON.stringify(fields))
  }
  cluster = await startCluster({ home, port: 0, store: 'memory', clock, trace })
  const address = cluster.address ?? ''
  const folder = clusterFolder(home, 'berth')
  const user = join(home, 'kubeconfig')
  await shareKubeconfig(folder, cluster.kubeconfig, { explicit: user, home })
  const [before, fingerprint, first] = [readFileSync(user, 'utf8'), await served(address), file('ca.crt')]
  clock.move(300 * DAY_MS)
  await expect.poll(() => served(address)).not.toBe(fingerprint)
  await expect.poll(() => readFileSync(user, 'utf8')).not.toBe(before)
  expect(readFileSync(folder.kubeconfig, 'utf8')).toContain(Buffer.from(file('admin.crt')).toString('base64'))
  expect(file('ca.crt')).toBe(first)

  clock.move(8 * 365 * DAY_MS)
  const bundle = (): string => {
    const entry = cluster?.kubeconfig.clusters?.[0]?.cluster?.['certificate-authority-data'] ?? ''
    return Buffer.from(String(entry), 'base64').toString()
  }
  await expect.poll(() => bundle().split('BEGIN CERTIFICATE').length - 1).toBe(2)
  clock.move(31 * DAY_MS)
  await expect.poll(() => file('ca.crt')).not.toBe(first)
  await expect.poll(() => bundle()).toBe(file('ca.crt') + first)
  expect(troubles).toEqual([])
})
