import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, open } from '../load/connection.ts'
import { ask, type Server, startServer } from '../load/server.ts'
import { numberOf, valueOf } from './store-value.ts'

/** What is known of one object: the last write that was acknowledged, and the one that was asked for since. */
interface Known {
  acknowledged: number | 'absent'
  revision: number
  asked: number | 'absent'
}

/** State of the world over all rounds. */
export interface KillRun {
  readonly folder: string
  readonly known: Map<string, Known>
  acknowledged: number
  newest: number
  slowestStartMs: number
  readonly faults: string[]
}

/** A run on an empty folder. */
export function newApiKillRun(folder: string): KillRun {
  return { folder, known: new Map(), acknowledged: 0, newest: 0, slowestStartMs: 0, faults: [] }
}

/** Starts the server, looks at every object, lets eight clients write for `lifeMs`, and kills it (mutates `run`). */
export async function apiKillRound(run: KillRun, round: number, lifeMs: number): Promise<void> {
  const server = await startServer(run.folder)
  run.slowestStartMs = Math.max(run.slowestStartMs, round === 0 ? 0 : server.readyMs)
  try {
    await checkObjects(run, server, round)
    const connections = await Promise.all(Array.from({ length: clients }, () => open(server.endpoint)))
    const writing = connections.map((connection, client) => writeUntilCut(run, connection, { client, round }))
    await sleep(lifeMs)
    await server.kill()
    await Promise.all(writing)
  } finally {
    await server.kill()
  }
}

const clients = 8
const namesEach = 30
const home = '/api/v1/namespaces/default/configmaps'

interface Writer {
  readonly client: number
  readonly round: number
}

/** Creates, changes and deletes until the connection breaks. */
async function writeUntilCut(run: KillRun, connection: Connection, { client, round }: Writer): Promise<void> {
  try {
    for (let at = 0; ; at++) {
      const name = `k-${client}-${(at * 17) % namesEach}`
      const known = knownOf(run, name)
      known.asked = at % 11 === 10 && known.acknowledged !== 'absent' ? 'absent' : round * 1_000_000 + at
      await writeOne(run, connection, { name, known })
    }
  } catch {
    // the server is gone
  } finally {
    connection.close()
  }
}

function knownOf(run: KillRun, name: string): Known {
  const known = run.known.get(name) ?? { acknowledged: 'absent', revision: 0, asked: 'absent' }
  run.known.set(name, known)
  return known
}

async function writeOne(
  run: KillRun,
  connection: Connection,
  { name, known }: { readonly name: string; readonly known: Known },
): Promise<void> {
  const { asked } = known
  const isThere = known.acknowledged !== 'absent'
  const method = asked === 'absent' ? 'DELETE' : isThere ? 'PUT' : 'POST'
  const { status, body } = await connection.send(
    method,
    isThere ? `${home}/${name}` : home,
    asked === 'absent' ? undefined : textOf(name, asked),
  )
  if (status > 201) {
    run.faults.push(`${method} ${name} answered ${status} ${body.toString().slice(0, 200)}`)
    return
  }
  known.acknowledged = asked
  if (asked !== 'absent') known.revision = Number(/"resourceVersion":"(\d+)"/.exec(body.toString())?.[1])
  run.acknowledged++
  run.newest = Math.max(run.newest, known.revision)
}

function textOf(name: string, number: number): string {
  const data = { text: valueOf(name, number).toString() }
  return JSON.stringify({ kind: 'ConfigMap', apiVersion: 'v1', metadata: { name }, data })
}

interface Item {
  readonly metadata: { readonly name: string; readonly resourceVersion: string }
  readonly data?: { readonly text?: string }
}

/** Each object is as its last acknowledged write left it, or as the write that was under way would; revisions never go back. */
async function checkObjects(run: KillRun, server: Server, round: number): Promise<void> {
  const { status, body } = await ask(server.endpoint, home)
  if (status !== 200) throw new Error(`list answered ${status}`)
  const list = JSON.parse(body.toString()) as { metadata: { resourceVersion: string }; items: readonly Item[] }
  const fault = (text: string) => void run.faults.push(`round ${round}: ${text}`)
  if (Number(list.metadata.resourceVersion) < run.newest)
    fault(`revision ${list.metadata.resourceVersion} after ${run.newest}`)
  const present = new Map(list.items.map((item) => [item.metadata.name, item]))
  for (const [name, known] of run.known) {
    const item = present.get(name)
    const number = item === undefined ? 'absent' : numberOf(name, Buffer.from(item.data?.text ?? ''))
    if (number === undefined) fault(`${name} is half a write`)
    const isKept =
      number === known.acknowledged && (item === undefined || Number(item.metadata.resourceVersion) === known.revision)
    if (!isKept && number !== known.asked)
      fault(`${name} is ${number}, acknowledged ${known.acknowledged}, asked ${known.asked}`)
    known.acknowledged = number ?? 'absent'
    known.asked = known.acknowledged
    known.revision = Number(item?.metadata.resourceVersion ?? 0)
  }
  for (const name of present.keys())
    if (name.startsWith('k-') && !run.known.has(name)) fault(`${name} was never asked for`)
}
