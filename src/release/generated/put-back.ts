import { copyOf, type Json, type JsonObject, sameJson } from '#kube'
import { keyFamilies } from './key-families.ts'
import { mapTexts, setAtWay } from './leaves.ts'
import { generatedPairs, innerText, isPem, isSameBut, withKeptLines, withParts } from './text.ts'
import type { Generated, Twins } from './twins.ts'

/** Puts values of before in the places of generated ones, where they may stay (mutates the twins' objects). */
export function putBack(twins: readonly Twins[], { hasOtherValues }: { readonly hasOtherValues: boolean }): void {
  const pairs = keepWords(twins)
  for (const { object } of twins) mapTexts(object, (text) => withParts(text, pairs))
  if (hasOtherValues || areInputsSame(twins)) keepAll(twins, pairs, isDigest)
}

/** The same with all but sums; gives what was put back, by what was generated. */
export function keepWords(twins: readonly Twins[]): Map<string, string> {
  const pairs = new Map<string, string>()
  keepAll(twins, pairs, (value) => !isDigest(value))
  return pairs
}

function keepAll(twins: readonly Twins[], pairs: Map<string, string>, isMeant: (value: Json) => boolean): void {
  const renewed = renewedKeys(twins)
  for (const { object, ways } of twins) {
    for (const generated of ways) if (isMeant(generated.now) && !renewed.has(generated)) keep(object, generated, pairs)
  }
}

/** Keys and certificates that fit each other are kept together, or made anew together. */
function renewedKeys(twins: readonly Twins[]): ReadonlySet<Generated> {
  const keys = twins.flatMap(({ ways }) => ways).filter(({ now }) => typeof now === 'string' && isPem(now))
  const isNew = keys.map(({ before, isMadeAsBefore }) => before === undefined || !isMadeAsBefore)
  if (!isNew.includes(true)) return new Set()
  const families = keyFamilies(keys.map(({ now }) => innerText(now as string)))
  const renewed = new Set(families.filter((_, at) => isNew[at]))
  return new Set(keys.filter((_, at) => renewed.has(families[at] as number)))
}

/** Puts the value of before in its place (mutates `object` and `pairs`), where it may stay. */
function keep(object: JsonObject, generated: Generated, pairs: Map<string, string>): void {
  const { way, now, other, before, isMadeAsBefore } = generated
  if (before === undefined) return
  const texts = [before, now, other].map(scalarText)
  if (texts.every((text) => text !== undefined)) {
    const [kept = '', one = '', second = ''] = texts
    if (!isMadeAsBefore || !isSameBut(kept, one, second)) return keepLines(object, generated, pairs)
    if (typeof now === 'string' && typeof before === 'string')
      for (const [part, old] of generatedPairs(kept, one, second)) pairs.set(part, old)
  } else if (!isMadeAsBefore || typeof before !== typeof now) return
  setAtWay(object, way, copyOf(before))
}

/** A word of chance may look like a number without quotes. */
function scalarText(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : undefined
}

function keepLines(object: JsonObject, generated: Generated, pairs: Map<string, string>): void {
  const { way, now, other, asBefore, before, steady } = generated
  const states = [now, other, asBefore ?? '', before].map((text) => (typeof text === 'string' ? text : undefined))
  if (!states.every((text) => text !== undefined)) return
  const [text = '', second = '', third = '', last = ''] = states
  const [one, two] = steady ?? []
  const steadyTexts = typeof one === 'string' && typeof two === 'string' ? ([one, two] as const) : undefined
  const kept = withKeptLines({ now: text, other: second, asBefore: third, before: last, steady: steadyTexts })
  for (const [part, old] of kept.pairs) pairs.set(part, old)
  if (kept.pairs.length > 0) setAtWay(object, way, kept.text)
}

/**
 * Sums of what may be generated: `checksum/config` and the like. Where a chart changes, they are kept only while all that they
 * may be made of is.
 */
function isDigest(value: Json): boolean {
  return (
    typeof value === 'string' &&
    /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96,128})$/.test(value)
  )
}

const CONFIGURATION: ReadonlySet<Json | undefined> = new Set(['ConfigMap', 'Secret'])

/** Whether every configuration is what it was before. */
function areInputsSame(twins: readonly Twins[]): boolean {
  return twins
    .filter(({ object }) => CONFIGURATION.has(object['kind']))
    .every(({ object, before, ways }) => {
      const digests = ways.filter(({ now }) => isDigest(now))
      if (before?.object === undefined || digests.length === 0) return sameJson(object, before?.object)
      const [mine, theirs] = [copyOf(object), copyOf(before.object)]
      for (const { way } of digests) for (const value of [mine, theirs]) setAtWay(value, way, '')
      return sameJson(mine, theirs)
    })
}
