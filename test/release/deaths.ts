import { type Cluster, realClock } from '#cluster'
import { valueAt } from '#kube'
import {
  createDriver,
  install,
  type ReleaseWorld,
  type RenderContent,
  rollback,
  runSteps,
  runTests,
  uninstall,
  upgrade,
} from '#release'
import { type Mortal, mortal } from './mortal.ts'
import { contentOf, crdNamed, hookOf, openPlace, type ReleasePlace } from './place.ts'

const base = { name: 'web', timeoutMs: 10_000, wait: 'legacy', method: 'auto' } as const
const removal = { name: 'web', timeoutMs: 10_000, wait: 'watcher', cascade: 'background' } as const
const kept = { ...base, historyMax: 3 } as const

const hooks = ['install', 'upgrade', 'rollback', 'delete'].flatMap((word) => [
  hookOf(`before-${word}`, [`pre-${word}`], { deletePolicies: ['hook-succeeded'] }),
  hookOf(`after-${word}`, [`post-${word}`]),
])
const tests = [hookOf('check', ['test'], { deletePolicies: ['hook-succeeded'] })]
const NO_NAME = 'Not A Name'
const one = contentOf({ a: { v: '1' }, b: { v: '1' } }, { hooks: [...hooks, ...tests] })
const two = contentOf({ a: { v: '2', w: 'x' }, c: { v: '2' } }, { hooks })
const three = contentOf({ a: { v: '3' }, d: { v: '3' } }, { hooks })
const badHook = contentOf({ a: { v: 'bad' }, e: {} }, { hooks: [...hooks, hookOf(NO_NAME, ['post-upgrade'])] })
const badObject = contentOf({ a: { v: 'bad' }, e: {}, [NO_NAME]: {} }, { hooks })

/** What a content is, with a CRD of its own for every place. */
const withCrd =
  (content: RenderContent, namespace: string): RenderContent =>
  async (request) => {
    const crds = [crdNamed(namespace)]
    await request.beforeRender?.(crds)
    return { ...(await content(request)), crds }
  }

const acts = {
  install: (world) => install(world, base, one),
  'install, namespace to come': (world) => install(world, { ...base, createsNamespace: true }, one),
  'install with CRDs': (world) => install(world, base, withCrd(one, world.namespace)),
  'install that fails': (world) => install(world, base, badObject),
  'install or undo': (world) => install(world, { ...base, undoesOnFailure: true }, badObject),
  replace: (world) => install(world, { ...base, replaces: true }, one),
  upgrade: (world) => upgrade(world, kept, two),
  'upgrade with CRDs': (world) => upgrade(world, { ...kept, upgradesCrds: true }, withCrd(two, world.namespace)),
  'upgrade by client': (world) => upgrade(world, { ...kept, method: 'csa' }, two),
  'upgrade that fails': (world) => upgrade(world, kept, badObject),
  'upgrade or undo': (world) => upgrade(world, { ...kept, undoesOnFailure: true, cleansUpOnFail: true }, badHook),
  'upgrade to 3': (world) => upgrade(world, { ...kept, install: { ...base, createsNamespace: true } }, three),
  'install 3': (world) => install(world, base, three),
  rollback: (world) => rollback(world, { ...kept, revision: 0 }),
  'rollback that fails': (world) => rollback(world, { ...kept, revision: 2, cleansUpOnFail: true }),
  uninstall: (world) => uninstall(world, removal),
  test: (world) => runTests(world, { name: 'web', timeoutMs: 10_000 }, () => Promise.resolve()),
  'uninstall that fails': (world) => uninstall(refusing(world), removal),
  'uninstall, history kept': (world) => uninstall(world, { ...removal, keepsHistory: true }),
} as const satisfies Readonly<Record<string, (world: ReleaseWorld) => Promise<unknown>>>
type ActName = keyof typeof acts

/** A world whose server deletes nothing but leases. */
function refusing(world: ReleaseWorld): ReleaseWorld {
  const remove: ReleaseWorld['client']['remove'] = async (type, ...rest) => {
    if (type.resource !== 'leases') throw new Error('nothing is deleted here')
    return await world.client.remove(type, ...rest)
  }
  return { ...world, client: { ...world.client, remove } }
}

/** Acts that have died already when a scenario begins, and before which write. */
const deaths = {
  'dead install': ['install', 9],
  'dead upgrade': ['upgrade', 9],
  'dead uninstall': ['uninstall', 7],
  'dead test': ['test', 5],
} as const

/** What the world is like after a command: the ConfigMaps by their `v`, and how many revisions are deployed. */
interface RightState {
  readonly maps: Readonly<Record<string, string | undefined>>
  readonly deployed: number
}
const gone = { a: undefined, b: undefined, c: undefined, d: undefined, e: undefined }
const none: RightState = { maps: gone, deployed: 0 }
const first: RightState = { maps: { ...gone, a: '1', b: '1' }, deployed: 1 }
const third: RightState = { maps: { ...gone, a: '3', d: '3' }, deployed: 1 }

/** The right state for a content by its word. */
export function rightState(word: '1' | '3' | 'none'): object {
  return { '1': first, '3': third, none }[word]
}

/** What was there before, what dies, and which command comes next with which result. */
export interface Scenario {
  readonly before: readonly (ActName | keyof typeof deaths)[]
  readonly dies: ActName
  readonly next: ActName
  readonly right: RightState
}

const row = (before: Scenario['before'], dies: ActName, next: ActName, right: RightState): Scenario => ({
  before,
  dies,
  next,
  right,
})

/** Together they pass every step of the table. */
export const scenarios: readonly Scenario[] = [
  row([], 'install', 'install 3', third),
  row([], 'install', 'upgrade to 3', third),
  row([], 'install', 'uninstall', none),
  row([], 'install with CRDs', 'install 3', third),
  row([], 'install, namespace to come', 'upgrade to 3', third),
  row([], 'install that fails', 'upgrade to 3', third),
  row([], 'install or undo', 'install 3', third),
  row(['install', 'uninstall, history kept'], 'replace', 'upgrade to 3', third),
  row(['install'], 'upgrade', 'upgrade to 3', third),
  row(['install', 'upgrade', 'upgrade', 'upgrade'], 'upgrade', 'upgrade to 3', third),
  row(['install', 'upgrade', 'upgrade', 'upgrade'], 'rollback', 'upgrade to 3', third),
  row(['install'], 'upgrade by client', 'upgrade to 3', third),
  row(['install'], 'upgrade with CRDs', 'upgrade to 3', third),
  row(['install'], 'upgrade', 'uninstall', none),
  row(['install'], 'upgrade or undo', 'upgrade to 3', third),
  row(['install', 'upgrade'], 'rollback', 'upgrade to 3', third),
  row(['install', 'upgrade'], 'rollback', 'uninstall', none),
  row(['install', 'upgrade that fails'], 'rollback that fails', 'upgrade to 3', third),
  row(['install', 'upgrade that fails', 'upgrade to 3'], 'rollback that fails', 'upgrade to 3', third),
  row(['install', 'upgrade'], 'uninstall', 'uninstall', none),
  row(['install', 'upgrade'], 'uninstall', 'upgrade to 3', third),
  row(['install', 'upgrade'], 'uninstall that fails', 'upgrade to 3', third),
  row(['install', 'upgrade'], 'uninstall, history kept', 'upgrade to 3', third),
  row(['dead install'], 'install', 'install 3', third),
  row(['install', 'dead upgrade'], 'upgrade', 'upgrade to 3', third),
  row(['install', 'dead uninstall'], 'rollback', 'upgrade to 3', third),
  row(['install', 'dead uninstall'], 'install', 'install 3', third),
  row(['install', 'dead upgrade'], 'uninstall', 'upgrade to 3', third),
  row(['install'], 'test', 'test', first),
  row(['install'], 'test', 'upgrade to 3', third),
  row(['install', 'dead test'], 'test', 'test', first),
  row(['dead install'], 'test', 'upgrade to 3', third),
]

/** What came of a scenario with one death. */
export interface Played {
  /** The act came to its end before the write that it should have died at. */
  readonly isOver: boolean
  /** `operation/step` of all that was noted by who died. */
  readonly notes: readonly string[]
  readonly found: object
  readonly wanted: object
}

/**
 * Plays a scenario whose act dies before its write of that number, from 1. To die after a write, before its answer, leaves
 * the same world as to die before the next one.
 */
export async function play(cluster: Cluster, { before, dies, next, right }: Scenario, at: number): Promise<Played> {
  const place = await openPlace(cluster, dies === 'install, namespace to come')
  for (const name of before) {
    if (!isDeath(name)) await acts[name](place.world()).catch(() => undefined)
    else await live(cluster, { place, act: deaths[name][0], at: deaths[name][1] })
  }
  const life = await live(cluster, { place, act: dies, at })
  const where = `${dies} dead before write ${at}, at ${life.notes.at(-1)}; then ${next}`
  const failure = await failureOf(acts[next](place.world()))
  const isDone = failure.includes('still in use')
  return {
    isOver: !life.isDead(),
    notes: life.notes,
    found: {
      where,
      failure: isDone || failure.includes('release: not found') ? '' : failure,
      ...(await stateOf(place)),
    },
    wanted: { where, failure: '', ...(isDone ? first : right), pending: [], leases: [] },
  }
}

function isDeath(name: string): name is keyof typeof deaths {
  return Object.hasOwn(deaths, name)
}

interface Life {
  readonly place: ReleasePlace
  readonly act: ActName
  readonly at: number
}

async function live(cluster: Cluster, { place, act, at }: Life): Promise<Mortal> {
  const life = mortal(cluster.client.transport, realClock, at)
  const driver = createDriver({ kind: 'secret', client: life.client, namespace: place.namespace, clock: life.clock })
  const world = place.world({ client: life.client, clock: life.clock, driver })
  await acts[act](world).catch(() => undefined)
  if (life.isDead()) place.gone.add(world.process?.id ?? '')
  return life
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return ''
  } catch (error) {
    return String(error)
  }
}

/** The ConfigMaps of a place by their `v`, what its records say, and its leases. */
export async function stateOf(place: ReleasePlace): Promise<object> {
  const names = Object.keys(gone)
  const values = await Promise.all(
    names.map(async (name) => valueAt(await place.read('ConfigMap', name), 'data', 'v') as string | undefined),
  )
  const records = await place.world().driver.list({ name: 'web' })
  const statuses = records.map(({ info }) => info.status)
  return {
    maps: Object.fromEntries(names.map((name, place) => [name, values[place]])),
    deployed: statuses.filter((status) => status === 'deployed').length,
    pending: statuses.filter((status) => status.startsWith('pending-') || status === 'uninstalling'),
    leases: await place.names('Lease'),
  }
}

/** `operation/step` of the whole table. */
export function allSteps(): readonly string[] {
  return Object.entries(runSteps).flatMap(([operation, list]) => list.map(({ name }) => `${operation}/${name}`))
}
