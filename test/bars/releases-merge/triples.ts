import { copyOf, type KubeObject } from '#kube'
import { type GeneratedKind, generatedKinds } from './kinds.ts'
import { mapIn } from './pod-edits.ts'
import { type Random, randomOf } from './random.ts'

/** One object of a release: what was asked for, what is asked for now, and what happens to it in between. */
export interface Triple {
  readonly kind: GeneratedKind
  readonly name: string
  readonly before: KubeObject | undefined
  readonly after: KubeObject | undefined
  /** What others do to the live object: `adopt` creates it with the release's marks. */
  readonly live: 'nothing' | 'edit' | 'delete' | 'adopt'
  /** Decides the edit, so that it is the same on both copies. */
  readonly seed: number
}

/** Triples of a seed; with `isHostile` some ask for what the server refuses. */
export function makeTriples(seed: number, count: number, isHostile: boolean): readonly Triple[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, (_, at) => {
    const kind = generatedKinds[at % generatedKinds.length] as GeneratedKind
    return makeTriple({ kind, name: `o${at}`, random, isHostile })
  })
}

interface Making {
  readonly kind: GeneratedKind
  readonly name: string
  readonly random: Random
  readonly isHostile: boolean
}

function makeTriple({ kind, name, random, isHostile }: Making): Triple {
  const before = kind.make(name, random)
  edit(before, kind, random, random.below(3))
  if (random.chance(0.05)) mapIn(before, 'metadata', 'annotations')['helm.sh/resource-policy'] = 'keep'
  const after = copyOf(before)
  if (random.chance(0.85)) edit(after, kind, random, 1 + random.below(4))
  if (isHostile && random.chance(0.04)) random.pick(kind.refused)(after, random)
  const common = { kind, name, seed: random.below(2 ** 31) }
  const fate = random.next()
  if (fate < 0.05) return { ...common, before, after: undefined, live: random.pick(['nothing', 'edit', 'delete']) }
  if (fate < 0.1) return { ...common, before: undefined, after, live: 'nothing' }
  if (fate < 0.13) return { ...common, before: undefined, after, live: 'adopt' }
  if (fate < 0.16) return { ...common, before, after, live: 'delete' }
  return { ...common, before, after, live: fate < 0.7 ? 'edit' : 'nothing' }
}

/** Changes a live object as its triple says (mutates). */
export function editLive(object: KubeObject, { kind, seed }: Triple): void {
  const random = randomOf(seed)
  edit(object, kind, random, 1 + random.below(3))
}

function edit(object: KubeObject, { edits }: GeneratedKind, random: Random, times: number): void {
  for (let left = times; left > 0; left--) random.pick(edits)(object, random)
}
