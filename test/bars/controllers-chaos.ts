import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stderr } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, connect } from '#client'
import { realClock } from '#cluster'
import { type Server, startServer } from '../load/server.ts'
import { doublesOf, followSets, noSets, type SeenSets } from './controllers-doubles.ts'
import { deploymentOf, deployments, findFaults, namespace, type Wanted } from './controllers-rollout.ts'
import type { Verdict } from './verdict.ts'

const ROLLOUTS = 500
const AT_ONCE = 25
const REPLICAS = 4
const NODES = 4
/** Within so long of a start everything must be as it is wanted. */
const CONVERGE_MS = 90_000
/** A kill comes at any time of a rollout: from its first write to long after its end. */
const LONGEST_LIFE_MS = 2500

/** What the run came to. */
interface Chaos {
  readonly folder: string
  readonly wanted: Map<string, Wanted>
  readonly seen: SeenSets
  rollouts: number
  kills: number
  slowestMs: number
  readonly faults: string[]
}

/**
 * Bar controllers.5: the process is killed at random moments of 500 rollouts; after each start everything becomes as it is
 * wanted, nothing is left without an owner, nothing is there twice. The last kills come while everything is removed.
 */
export async function rolloutsSurviveKills(rollouts = ROLLOUTS): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-chaos-'))
  const chaos: Chaos = { folder, wanted: new Map(), seen: noSets(), rollouts: 0, kills: 0, slowestMs: 0, faults: [] }
  try {
    for (let round = 0; chaos.rollouts < rollouts; round++) await rollOutAndKill(chaos, round)
    await removeAndKill(chaos)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  chaos.faults.push(...doublesOf(chaos.seen))
  for (const fault of chaos.faults.slice(0, 20)) stderr.write(`${fault}\n`)
  const figure = `${chaos.rollouts} rollouts, ${chaos.kills} kills, ${chaos.faults.length} faults, ${chaos.seen.asked.size} sets, ${chaos.seen.made.length} pods seen being made, converged in <= ${chaos.slowestMs} ms`
  return { holds: chaos.faults.length === 0 && chaos.rollouts >= rollouts, figure }
}

/** Starts, asks for a rollout of every Deployment, is killed in the middle of it, twice, and is left alone until all is done. */
async function rollOutAndKill(chaos: Chaos, round: number): Promise<void> {
  await onServer(chaos, async (client) => {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => rollOut(chaos, client, { name: `web-${at}`, round })))
    await sleep(Math.random() * LONGEST_LIFE_MS)
  })
  await onServer(chaos, () => sleep(Math.random() * LONGEST_LIFE_MS))
  await onServer(chaos, (client, server) => converge(chaos, client, { server, what: `round ${round}` }))
}

/** Every third rollout goes back to the template before; now and then the size changes as well, or all pods go first. */
async function rollOut(
  chaos: Chaos,
  client: Client,
  { name, round }: { readonly name: string; readonly round: number },
): Promise<void> {
  const image = round % 3 === 2 ? `nginx:${round - 2}` : `nginx:${round}`
  const wanted: Wanted = { image, replicas: round % 5 === 4 ? REPLICAS + 1 : REPLICAS, recreates: round % 7 === 6 }
  const object = deploymentOf(name, wanted)
  if (chaos.wanted.has(name)) await client.patch(deployments, { namespace, name }, { type: 'merge', body: object })
  else await client.create(deployments, object)
  chaos.wanted.set(name, wanted)
  chaos.rollouts++
}

/** Half go with everything below them first, half in the background. */
async function removeAndKill(chaos: Chaos): Promise<void> {
  await onServer(chaos, async (client) => {
    const names = [...chaos.wanted.keys()]
    const policies = ['Foreground', 'Background']
    await Promise.all(
      names.map((name, at) =>
        client.remove(deployments, { namespace, name }, { propagationPolicy: policies[at % 2] ?? '' }),
      ),
    )
    chaos.wanted.clear()
    await sleep(Math.random() * 300)
  })
  await onServer(chaos, (client, server) => converge(chaos, client, { server, what: 'removal' }))
}

async function onServer(chaos: Chaos, work: (client: Client, server: Server) => Promise<void>): Promise<void> {
  const server = await startServer(chaos.folder, '--nodes', String(NODES))
  try {
    const { client } = await connect(
      { explicit: join(chaos.folder, 'kubeconfig'), home: chaos.folder },
      { clock: realClock, environment: {} },
    )
    const following = followSets(client, chaos.seen)
    await work(client, server)
    await server.kill()
    client.transport.close()
    await following
  } finally {
    await server.kill()
    chaos.kills++
  }
}

interface Try {
  readonly server: Server
  readonly what: string
}

/** Waits until nothing is wrong any more, and looks again a little later: what is done stays done. */
async function converge(chaos: Chaos, client: Client, { what }: Try): Promise<void> {
  const start = performance.now()
  for (;;) {
    const { pending, faults } = await findFaults(client, chaos.wanted)
    chaos.faults.push(...faults.map((fault) => `${what}: ${fault}`))
    if (pending.length === 0 || faults.length > 0) break
    if (performance.now() - start > CONVERGE_MS) {
      chaos.faults.push(...pending.map((one) => `${what}: not in time: ${one}`))
      break
    }
    await sleep(100)
  }
  chaos.slowestMs = Math.max(chaos.slowestMs, Math.round(performance.now() - start))
  await sleep(200)
  const { pending, faults } = await findFaults(client, chaos.wanted)
  chaos.faults.push(...[...pending, ...faults].map((one) => `${what}: afterwards: ${one}`))
}
