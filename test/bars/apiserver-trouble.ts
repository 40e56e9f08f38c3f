import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { leaderOf, startEtcd } from '../cluster/etcd.ts'
import { type Connection, open, type Reply } from '../load/connection.ts'
import { ask, type Server, startServer, withConnection } from '../load/server.ts'

const home = '/api/v1/namespaces/default/configmaps'

/** Kills the leader of three etcds under a server with writers. Gives what went wrong and how many writes were acknowledged. */
export async function serverLosesLeader(): Promise<{
  readonly faults: readonly string[]
  readonly acknowledged: number
}> {
  const folder = mkdtempSync(join(tmpdir(), 'leader-'))
  const etcd = await startEtcd(3)
  let server: Server | undefined
  try {
    server = await startServer(folder, '--store', etcd.endpoints.join(','))
    const { endpoint } = server
    const acknowledged = new Set<string>()
    const stop = new AbortController()
    const writers = [0, 1, 2, 3].map(async (writer) => {
      const connection = await open(endpoint)
      for (let at = 0; !stop.signal.aborted; at++) {
        const name = `l-${writer}-${at}`
        const { status } = await connection.send('POST', home, objectText(name, 'x'))
        if (status === 201) acknowledged.add(name)
      }
      connection.close()
    })
    await until(() => acknowledged.size > 100)
    const leader = await leaderOf(etcd.members)
    leader?.kill()
    const before = acknowledged.size
    await until(() => acknowledged.size > before + 200)
    stop.abort()
    await Promise.all(writers)
    const there = new Set(await namesOf(server))
    const lost = [...acknowledged].filter((name) => !there.has(name))
    const faults = lost.map((name) => `${name} is lost`)
    return {
      faults: leader === undefined ? ['etcd has no leader', ...faults] : faults,
      acknowledged: acknowledged.size,
    }
  } finally {
    await server?.kill()
    await etcd.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Fills the disk under a server: writes are refused with a reason, reads go on, and all is well once there is space. Undefined where no disk of our own may be made. */
export async function serverFillsDisk(): Promise<readonly string[] | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'full-'))
  if (!isMounted(folder)) return undefined
  let server: Server | undefined
  try {
    const ballast = join(folder, 'ballast')
    writeFileSync(ballast, Buffer.alloc(16 * 2 ** 20))
    server = await startServer(folder)
    const running = server
    return await withConnection(running.endpoint, (connection) => fillAndFree(running, connection, ballast))
  } finally {
    await server?.kill()
    execFileSync('umount', ['--lazy', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}

function isMounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function fillAndFree(server: Server, connection: Connection, ballast: string): Promise<readonly string[]> {
  const faults: string[] = []
  const expected = (holds: boolean, fault: string) => void (holds || faults.push(fault))
  const written = new Set<string>()
  const refusal = await writeUntilRefused(connection, written, 'first')
  expected(refusal !== undefined && refusal.status >= 500, `a full disk is answered with ${refusal?.status}`)
  expected(
    /disk|space/.test(refusal?.body.toString() ?? ''),
    `the refusal says ${refusal?.body.toString().slice(0, 300)}`,
  )
  expected((await ask(server.endpoint, `${home}/first-0`)).status === 200, 'a full disk stops reads')
  expected(
    (await namesOf(server)).filter((name) => name.startsWith('first-')).length === written.size,
    'a full disk loses objects',
  )
  rmSync(ballast)
  const after = await untilWritten(connection)
  expected(after, 'space is back and writes are refused')
  expected((await ask(server.endpoint, '/readyz')).status === 200, 'space is back and the server is not ready')
  const there = new Set(await namesOf(server))
  expected(
    [...written].every((name) => there.has(name)),
    'acknowledged objects are lost',
  )
  return faults
}

async function writeUntilRefused(
  connection: Connection,
  written: Set<string>,
  prefix: string,
): Promise<Reply | undefined> {
  const text = 'x'.repeat(100_000)
  for (let at = 0; at < 1000; at++) {
    const reply = await connection.send('POST', home, objectText(`${prefix}-${at}`, text))
    if (reply.status !== 201) return reply
    written.add(`${prefix}-${at}`)
  }
  return undefined
}

async function untilWritten(connection: Connection): Promise<boolean> {
  for (let at = 0; at < 100; at++) {
    if ((await connection.send('POST', home, objectText(`second-${at}`, 'x'))).status === 201) return true
    await sleep(100)
  }
  return false
}

async function namesOf({ endpoint }: Server): Promise<readonly string[]> {
  const { status, body } = await ask(endpoint, home)
  if (status !== 200) throw new Error(`list answered ${status} ${body.toString().slice(0, 200)}`)
  const list = JSON.parse(body.toString()) as { items: readonly { metadata: { name: string } }[] }
  return list.items.map(({ metadata }) => metadata.name)
}

function objectText(name: string, text: string): string {
  return JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name }, data: { text } })
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    if (isTrue()) return
    await sleep(20)
  }
  throw new Error('it did not happen within 60 s')
}
