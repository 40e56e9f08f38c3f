// Records what real helm says about repositories into fixtures/repo: node test/parity/repo-probe.ts
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packFiles } from '../../src/repo/testing-archive.ts'
import {
  environmentCases,
  folderCase,
  folderFlags,
  indexCases,
  metadataCases,
  searchCases,
  searchIndexTexts,
} from './repo-cases.ts'
import { helmBinaries, type Peer, startPeer } from './repo-peer.ts'

const [helm4, helm3] = helmBinaries as [string, string]
if (helmBinaries.length < 2) throw new Error('both peers are needed: run `npm run peers`')
const target = 'fixtures/repo'
mkdirSync(target, { recursive: true })
await record('metadata', () =>
  each(metadataCases, async (text) => ({ text, ...(await both((peer) => show(peer, text))) })),
)
await record('environment', () => each(environmentCases, recordEnvironment))
await record('index', () =>
  each(Object.entries(indexCases), async ([name, text]) => ({
    name,
    text,
    ...(await both((peer) => searchOne(peer, text))),
  })),
)
await record('search', recordSearch)
await record('folder', async () => ({
  files: folderCase,
  rows: await each(folderFlags, async (flags) => ({ flags, ...(await both((peer) => index(peer, flags))) })),
}))

async function record(name: string, make: () => Promise<unknown>): Promise<void> {
  writeFileSync(join(target, `${name}.json`), `${JSON.stringify(await make(), undefined, 1)}\n`)
}

async function each<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await make(item))
  return results
}

async function both<T>(run: (peer: Peer) => Promise<T>): Promise<{ helm3: T; helm4: T }> {
  return { helm3: await run(startPeer(helm3)), helm4: await run(startPeer(helm4)) }
}

function write(peer: Peer, path: string, data: string | Uint8Array): string {
  const whole = join(peer.home, path)
  mkdirSync(dirname(whole), { recursive: true })
  writeFileSync(whole, data)
  return whole
}

function said(peer: Peer, run: { readonly stdout: string; readonly stderr: string }): { out: string; err: string } {
  const err = run.stderr
    .replaceAll(peer.home, '/h')
    .replace(/time=\S+ /g, '')
    .replace(/^\d{4}\/\d\d\/\d\d \S+ /gm, '')
  return { out: run.stdout.replaceAll(peer.home, '/h'), err }
}

async function show(peer: Peer, text: string) {
  write(peer, 'c/Chart.yaml', text)
  return said(peer, await peer.run('show', 'chart', 'c'))
}

async function recordEnvironment(variables: Readonly<Record<string, string>>) {
  const run = async (binary: string): Promise<string> => {
    const peer = startPeer(binary, { ...variables, HOME: '/h' })
    return (await peer.run('env')).stdout.replace(/^HELM_BIN=.*$/m, 'HELM_BIN="helm"')
  }
  return { variables, helm3: await run(helm3), helm4: await run(helm4) }
}

function configure(peer: Peer, indexes: Readonly<Record<string, string>>): void {
  const rows = Object.keys(indexes).map((name) => `- {name: ${name}, url: "http://127.0.0.1:1/${name}"}\n`)
  write(peer, '.config/helm/repositories.yaml', `apiVersion: v1\nrepositories:\n${rows.join('')}`)
  for (const [name, text] of Object.entries(indexes)) write(peer, `.cache/helm/repository/${name}-index.yaml`, text)
}

async function searchOne(peer: Peer, text: string) {
  configure(peer, { r: text })
  return said(peer, await peer.run('search', 'repo', '-l', '--devel', '-o', 'json'))
}

async function recordSearch() {
  const rows = await each(searchCases, async (args) => {
    const run = async (peer: Peer) => {
      configure(peer, searchIndexTexts)
      return said(peer, await peer.run('search', 'repo', ...args, '-o', 'json'))
    }
    return { args, ...(await both(run)) }
  })
  return { indexes: searchIndexTexts, rows }
}

async function index(peer: Peer, flags: readonly string[]) {
  for (const [path, content] of Object.entries(folderCase)) {
    write(peer, `d/${path}`, typeof content === 'string' ? content : packFiles(content))
  }
  const merge = flags.map((flag) => (flag.endsWith('.yaml') ? join(peer.home, 'd', flag) : flag))
  const result = said(peer, await peer.run('repo', 'index', 'd', ...merge))
  return { ...result, index: maskTimes(readFileSync(join(peer.home, 'd/index.yaml'), 'utf8')) }
}

/** Only the times of this run are masked: those that begin with 202x and are not in the inputs. */
function maskTimes(text: string): string {
  return text.replace(/"20(?!20-01-01)\d\d-[^"]*"/g, '"NOW"')
}
