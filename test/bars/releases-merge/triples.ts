import { copyOf, type KubeObject } from '#kube'
import type { GeneratedKind } from './generated-kind.ts'
import { generatedKinds } from './kinds.ts'
import { mapIn } from './pod-edits.ts'
import { type Random, randomOf } from './random.ts'
import { editWildly, metadataEdits } from './wild.ts'

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
  /** What others do may be anything. */
  readonly isWild: boolean
}

/** What triples ask for: what the server takes, what it refuses by rules of a kind too, or anything at all. */
export type Manner = 'tame' | 'hostile' | 'wild'

/** Triples of a seed. */
export function makeTriples(seed: number, count: number, manner: Manner): readonly Triple[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, (_, at) => {
    const kind = generatedKinds[at % generatedKinds.length] as GeneratedKind
    return makeTriple({ kind, name: `o${at}`, random, manner })
  })
}

interface Making {
  readonly kind: GeneratedKind
  readonly name: string
  readonly random: Random
  readonly manner: Manner
}

function makeTriple({ kind, name, random, manner }: Making): Triple {
  const before = kind.make(name, random)
  edit(before, kind, random, random.below(3))
  if (random.chance(0.05)) mapIn(before, 'metadata', 'annotations')['helm.sh/resource-policy'] = 'keep'
  const after = copyOf(before)
  if (random.chance(0.85)) edit(after, kind, random, 1 + random.below(4))
  if (manner !== 'tame' && random.chance(0.04)) random.pick(kind.refused)(after, random)
  const isWild = manner === 'wild' && random.chance(0.5)
  const common = { kind, name, seed: random.below(2 ** 31), isWild }
  const fate = random.next()
  if (fate < 0.05) return { ...common, before, after: undefined, live: random.pick(['nothing', 'edit', 'delete']) }
  if (fate < 0.1) return { ...common, before: undefined, after, live: 'nothing' }
  if (fate < 0.13) return { ...common, before: undefined, after, live: 'adopt' }
  if (fate < 0.16) return { ...common, before, after, live: 'delete' }
  // what is created anew and refused would end the upgrade: only what is there already is changed wildly
  if (isWild && random.chance(0.7)) changeWildly(after, random)
  return { ...common, before, after, live: fate < 0.7 ? 'edit' : 'nothing' }
}

/** Changes a live object as its triple says (mutates). */
export function editLive(object: KubeObject, { kind, seed, isWild }: Triple): void {
  const random = randomOf(seed)
  edit(object, kind, random, 1 + random.below(3))
  if (isWild && random.chance(0.5)) changeWildly(object, random)
}

function changeWildly(object: KubeObject, random: Random): void {
  if (random.chance(0.3)) random.pick(metadataEdits)(object, random)
  else editWildly(object, random)
}

function edit(object: KubeObject, { edits }: GeneratedKind, random: Random, times: number): void {
  for (let left = times; left > 0; left--) random.pick(edits)(object, random)
}
