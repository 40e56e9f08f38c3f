import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, stdout } from 'node:process'
import { type Peer, peer } from '../peers.ts'
import { runRound, type Way } from './releases-merge/round.ts'
import { type Manner, makeTriples } from './releases-merge/triples.ts'
import type { Verdict } from './verdict.ts'

/** One way of writing, and how many rounds it gets. */
interface Mode extends Omit<Way, 'helm'> {
  readonly title: string
  readonly peer: Peer
  readonly rounds: number
  /** Nothing is asked for that the server refuses: ours makes an object anew where Helm gives up. */
  readonly isTame?: boolean
}

const CLIENT_SIDE = ['--server-side=false']
const SERVER_SIDE = ['--server-side=true']

const MANNERS: readonly Manner[] = ['tame', 'hostile', 'wild']

/** Triples of one release. */
const ROUND = Number(env['BERTH_ROUND'] ?? 200)

const MODES: readonly Mode[] = [
  {
    title: 'client-side, helm 3.17.2',
    peer: 'helm-3.17.2',
    compat: 'helm3',
    rounds: 5,
    install: [],
    upgrade: [],
    settings: { method: 'csa' },
  },
  {
    title: 'client-side, helm 4.1.4',
    peer: 'helm-4.1.4',
    rounds: 5,
    install: CLIENT_SIDE,
    upgrade: CLIENT_SIDE,
    settings: { method: 'csa' },
  },
  {
    title: 'replaced, helm 3.17.2',
    peer: 'helm-3.17.2',
    compat: 'helm3',
    rounds: 1,
    isTame: true,
    install: [],
    upgrade: ['--force'],
    settings: { method: 'csa', isForcedReplace: true },
  },
  {
    title: 'replaced, helm 4.1.4',
    peer: 'helm-4.1.4',
    rounds: 1,
    isTame: true,
    install: CLIENT_SIDE,
    upgrade: [...CLIENT_SIDE, '--force-replace'],
    settings: { method: 'csa', isForcedReplace: true },
  },
  {
    title: 'server-side, helm 4.1.4',
    peer: 'helm-4.1.4',
    rounds: 4,
    install: SERVER_SIDE,
    upgrade: SERVER_SIDE,
    settings: { method: 'ssa' },
  },
  {
    title: 'server-side, conflicts forced, helm 4.1.4',
    peer: 'helm-4.1.4',
    rounds: 4,
    install: SERVER_SIDE,
    upgrade: [...SERVER_SIDE, '--force-conflicts'],
    settings: { method: 'ssa', isForcedConflicts: true },
  },
  {
    title: 'from client-side to server-side, helm 4.1.4',
    peer: 'helm-4.1.4',
    rounds: 2,
    install: CLIENT_SIDE,
    upgrade: [...SERVER_SIDE, '--force-conflicts'],
    settings: { method: 'ssa', isForcedConflicts: true, movesFromClientSide: true },
  },
  {
    title: 'from server-side to client-side, helm 4.1.4',
    peer: 'helm-4.1.4',
    rounds: 2,
    install: SERVER_SIDE,
    upgrade: CLIENT_SIDE,
    settings: { method: 'csa' },
  },
]

/**
 * releases.3: generated releases are installed with the real helm, changed behind its back, and upgraded on one copy by it
 * and on another by ours; the live objects, their owners and what is said of failures must be the same. `BERTH_SEED` repeats a run, `BERTH_MODE`
 * takes the modes whose title holds a text, `BERTH_ROUND` and
 * `BERTH_ROUNDS` say how many triples a round and rounds a mode.
 */
export async function mergesEqualHelm(): Promise<Verdict> {
  const seed = Number(env['BERTH_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
  const totals = { triples: 0, differing: 0 }
  for (const mode of MODES.filter(({ title }) => title.includes(env['BERTH_MODE'] ?? ''))) {
    const helm = peer(mode.peer)
    if (helm === undefined) return { holds: false, figure: `${mode.peer} is missing: run \`npm run peers\`` }
    for (let round = 0; round < Math.min(mode.rounds, Number(env['BERTH_ROUNDS'] ?? mode.rounds)); round++) {
      totals.triples += ROUND
      totals.differing += await differing({ ...mode, helm }, `${mode.title} ${round + 1}`, seed + round)
    }
  }
  const figure = `${totals.triples} triples, ${totals.differing} differ, seed ${seed}`
  return { holds: totals.differing === 0, figure }
}

/** How many triples of a round differ; what differs is printed. */
async function differing(way: Way & Pick<Mode, 'isTame'>, title: string, seed: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-merge-'))
  try {
    const triples = makeTriples(seed, ROUND, way.isTame === true ? 'tame' : (MANNERS[seed % MANNERS.length] as Manner))
    const { differences, helmError, ourError } = await runRound(folder, triples, way)
    const ends = helmError === ourError ? [] : [failuresApart(helmError, ourError)]
    stdout.write(`${title}: ${differences.length + ends.length} of ${ROUND} differ, seed ${seed}\n`)
    for (const difference of [...ends, ...differences]) stdout.write(`${difference}\n`)
    return differences.length + ends.length
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What only one of two failures says; each is a list. */
function failuresApart(helmError: string, ourError: string): string {
  const [theirs, ours] = [helmError, ourError].map((text) => text.split(' && '))
  const [onlyTheirs, onlyOurs] = [
    theirs?.filter((part) => ours?.includes(part) !== true),
    ours?.filter((part) => theirs?.includes(part) !== true),
  ]
  return `helm fails: ${onlyTheirs?.join(' && ')}\n  ours fails: ${onlyOurs?.join(' && ')}`
}
