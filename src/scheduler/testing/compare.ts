import type { JsonObject, KubeObject } from '#kube'
import { type ClusterState, createClusterState } from '../cluster/cluster-state.ts'
import type { Listed } from '../cluster/listed.ts'
import { createNominations } from '../cluster/nominations.ts'
import { resolveProfiles } from '../configuration/resolve.ts'
import { type Decision, decide } from '../cycle/decide.ts'
import { createMemory } from '../cycle/memory.ts'
import type { Profile } from '../cycle/profile.ts'
import { podInfoOf } from '../pod/pod-info.ts'
import { createDice, type Dice, onNode, randomNode, randomPod, randomWorld } from './random-world.ts'
import { type Expected, expected } from './reference.ts'
import { specOf, type World } from './world.ts'

/** How a cluster is gone through: so many pods one after the other, with changes between them. */
const STEPS = 6

/** What a comparison gave. */
export interface Compared {
  /** Decisions compared. */
  readonly decisions: number
  /** Of them: pods that got a node, pods that others had to go for. */
  readonly placed: number
  readonly preempting: number
  /** The first difference, in words. */
  readonly difference: string | undefined
}

/** Makes a cluster from a seed and compares every decision about its pods with those of the plain reference. */
export function compareWithReference(seed: number): Compared {
  const dice = createDice(seed)
  let world = randomWorld(dice)
  const bench = benchOf(() => world)
  for (const node of world.nodes) bench.state.setNode(node.metadata.name, node)
  for (const pod of world.placed) bench.state.addPod(podInfoOf(pod), String(specOf(pod)['nodeName'] as string))
  let [placed, preempting] = [0, 0]
  for (let step = 0; step < STEPS; step++) {
    const pod = randomPod(dice, `new-${step}`)
    const should = expected(world, pod)
    const did = bench.decide(pod, dice.next)
    const difference = differenceOf(should, did)
    if (difference !== undefined)
      return { decisions: step, placed, preempting, difference: `seed ${seed}, pod ${step}: ${difference}` }
    if (did.node === undefined && did.candidate !== undefined) preempting++
    if (did.node !== undefined) {
      placed++
      bench.state.addPod(podInfoOf(pod), did.node.name)
      world = { ...world, placed: [...world.placed, onNode(pod, did.node.name)] }
    }
    world = changed(world, dice, bench.state)
  }
  return { decisions: STEPS, placed, preempting, difference: undefined }
}

interface Bench {
  readonly state: ClusterState
  decide(pod: KubeObject, random: () => number): Decision
}

function benchOf(world: () => World): Bench {
  const named = (list: readonly KubeObject[], name: string) => list.find(({ metadata }) => metadata.name === name)
  const inside = (list: readonly KubeObject[], namespace: string) =>
    list.filter(({ metadata }) => metadata['namespace'] === namespace)
  const state = createClusterState({
    labelsOf: (name) => (named(world().namespaces, name)?.metadata['labels'] ?? {}) as JsonObject,
    names: () => world().namespaces.map(({ metadata }) => metadata.name),
  })
  const listed: Listed = {
    claim: (namespace, name) => named(inside(world().claims, namespace), name),
    volume: (name) => named(world().volumes, name),
    volumes: () => world().volumes,
    reservedVolumes: () => [],
    storageClass: (name) => named(world().classes, name),
    csiNode: () => undefined,
    csiDriver: () => undefined,
    capacities: () => [],
    attachments: () => [],
    services: (namespace) => inside(world().services, namespace),
    budgets: (namespace) => inside(world().budgets, namespace),
    workload: () => undefined,
  }
  const [profile] = resolveProfiles({}).profiles as readonly [Profile]
  const tools = { profile, nominations: createNominations(), turn: { nextNode: 0 } }
  const memory = createMemory()
  return {
    state,
    decide: (pod, random) => {
      const info = podInfoOf(pod)
      return decide({ pod: info, state, listed, known: memory.of(info, profile.name) }, { ...tools, random })
    },
  }
}

function differenceOf(should: Expected, did: Decision): string | undefined {
  if ('best' in should) {
    const name = did.node?.name ?? `none: ${did.node === undefined ? did.message : ''}`
    return should.best.includes(name) ? undefined : `one of ${should.best.join(', ')} was best, it got ${name}`
  }
  if (did.node !== undefined) return `no node can take it (${should.message}), it got ${did.node.name}`
  if (did.message !== should.message) return `it should say\n  ${should.message}\nand says\n  ${did.message}`
  const { candidate } = did
  if (candidate === undefined) return should.candidates.length === 0 ? undefined : 'nobody is to go'
  const victims = candidate.victims
    .map(({ name }) => name)
    .sort()
    .join(', ')
  const isExpected = should.candidates.some(
    (one) => one.node === candidate.node.name && one.victims.join(', ') === victims,
  )
  return isExpected
    ? undefined
    : `${victims} are to go from ${candidate.node.name}, not one of ${JSON.stringify(should.candidates)}`
}

/** Now and then a pod goes, or a node becomes another one of its name. */
function changed(world: World, dice: Dice, state: ClusterState): World {
  let { placed, nodes } = world
  if (placed.length > 0 && dice.once(3)) {
    const gone = dice.pick(placed)
    state.removePod(String(gone.metadata['uid'] as string))
    placed = placed.filter((pod) => pod !== gone)
  }
  if (dice.once(3)) {
    const at = dice.below(nodes.length)
    const node = randomNode(dice, at)
    state.setNode(node.metadata.name, node)
    nodes = nodes.map((one, index) => (index === at ? node : one))
  }
  return { ...world, placed, nodes }
}
