import { copyOf, type Json, type JsonObject, sameJson } from '#kube'
import { type Documented, type Placed, placedDocuments } from './documents.ts'
import { differingWays, valueAtWay, type Way } from './leaves.ts'

/** What a content is held against. */
export interface States {
  /** With other chance: what differs is generated. */
  readonly other: Documented
  /** The new source with the last values and the same chance. */
  readonly asBefore: Documented
  /** These values and the last ones, both with chance that is the same wherever it is asked. */
  readonly steady?: readonly [now: Documented, asBefore: Documented] | undefined
  /** What is recorded. */
  readonly previous: Documented
}

/** One document in all its states. */
export interface Twins {
  readonly now: Placed
  readonly before: Placed | undefined
  /** What it becomes. */
  readonly object: JsonObject
  readonly ways: readonly Generated[]
}

/** A place whose value is generated. */
export interface Generated {
  readonly way: Way
  readonly now: Json
  readonly other: Json | undefined
  readonly before: Json | undefined
  /** With the last values. */
  readonly asBefore: Json | undefined
  readonly steady: readonly [now: Json | undefined, asBefore: Json | undefined] | undefined
  /** What it is made of is as it was. */
  readonly isMadeAsBefore: boolean
}

/** The documents of a content with their generated places. */
export function twinsOf(content: Documented, states: States): readonly Twins[] {
  const others = byPlace(placedDocuments(states.other))
  const [before, olds] = [finderIn(states.previous), finderIn(states.asBefore)]
  const steady = byPlace(states.steady === undefined ? [] : placedDocuments(states.steady[0]))
  const steadyOlds = states.steady && finderIn(states.steady[1])
  return placedDocuments(content).flatMap((now) => {
    const other = others.get(now.place)
    if (now.object === undefined || other?.object === undefined) return []
    const isNamed = now.identity === other.identity
    const [known, old] = [before(now, isNamed), olds(now, isNamed)]
    const [steadyNow, steadyOld] = [steady.get(now.place), steadyOlds?.(now, isNamed)]
    const ways = differingWays(now.object, other.object).map((way): Generated => {
      const at = (one: Placed | undefined): Json | undefined => valueAtWay(one?.object, way)
      const value = at(now) as Json
      const pair = steadyNow && steadyOld && ([at(steadyNow), at(steadyOld)] as const)
      const isSteady = pair?.[0] !== undefined && sameJson(pair[0], pair[1])
      const isMadeAsBefore = sameJson(value, at(old)) || isSteady
      return { way, now: value, other: at(other), before: at(known), asBefore: at(old), steady: pair, isMadeAsBefore }
    })
    return [{ now, before: known, object: copyOf(now.object), ways }]
  })
}

/**
 * Finds the document of another state that is the same object; where names are generated, the one of its kind at the same
 * place.
 */
function finderIn(state: Documented): (now: Placed, isNamed: boolean) => Placed | undefined {
  const documents = placedDocuments(state)
  const [places, identities] = [byPlace(documents), new Map(documents.map((one) => [one.identity, one]))]
  return (now, isNamed) => {
    const found = identities.get(now.identity) ?? (isNamed ? undefined : places.get(now.place))
    return found?.object?.['kind'] === now.object?.['kind'] ? found : undefined
  }
}

function byPlace(documents: readonly Placed[]): ReadonlyMap<string, Placed> {
  return new Map(documents.map((one) => [one.place, one]))
}
