import { copyOf, type Json, type JsonObject, sameJson } from '#kube'
import { dump } from '#yaml'
import type { Chance, ContentRequest, ReleaseContent, RenderContent } from '../contract/content.ts'
import type { Release } from '../contract/release.ts'
import { otherChance, recordChance } from './chance.ts'
import { type Documented, documented, type Placed, placedDocuments } from './documents.ts'
import { differingWays, mapTexts, setAtWay, valueAtWay, type Way } from './leaves.ts'
import { generatedPairs, isPem, isSameBut, withKeptLines, withParts } from './text.ts'

/**
 * The same content with what was generated before: passwords, keys, certificates, times and what is made of them stay as
 * the last revision has them, as long as nothing that they are made of changes. What is generated is found by rendering
 * again with other chance; what it is made of, by rendering the last values with the same chance. A render that asks for no
 * chance is done once.
 */
export function keepGenerated(render: RenderContent, chance: Chance): RenderContent {
  return async (request) => {
    const recorded = recordChance(chance)
    const content = await render({ ...request, chance: recorded.chance })
    const { previous } = request
    if (previous === undefined || !recorded.wasAsked()) return content
    const other = documented(await render({ ...request, chance: otherChance(chance) }))
    const asBefore = await renderAsBefore(render, { ...request, chance: recorded.replay() }, content)
    const hasOtherValues =
      !sameJson(previous.config ?? {}, content.config) && isSameChart(previous.chart, content.chart)
    const renders: Renders = { content, other, asBefore, previous: recordedDocuments(previous), hasOtherValues }
    const words = knownWords(renders, recorded.texts())
    if (words.size === 0) return withKept(renders)
    // Once the words of before are known, what is made of them (sums, hashes, addresses) is made of those.
    const again = await render({ ...request, chance: recorded.replay(words) })
    const replayed = { ...request, chance: recorded.replay(words) }
    return withKept({ ...renders, content: again, asBefore: await renderAsBefore(render, replayed, again) })
  }
}

/** The words of before by those that were made in their place. */
function knownWords(renders: Renders, made: readonly string[]): ReadonlyMap<string, string> {
  const twins = twinsOf(documented(renders.content), renders)
  const pairs = new Map<string, string>()
  keepAll(twins, pairs, (value) => !isDigest(value))
  const words = new Map<string, string>()
  for (const [one, kept] of pairs) {
    for (const word of made) {
      const at = word.length < MIN_WORD ? -1 : one.indexOf(word)
      if (at < 0) continue
      const [start, end] = [one.slice(0, at), one.slice(at + word.length)]
      const isAround = kept.length > start.length + end.length && kept.startsWith(start) && kept.endsWith(end)
      if (isAround && !words.has(word)) words.set(word, kept.slice(start.length, kept.length - end.length))
    }
  }
  return words
}

/** Shorter words may stand anywhere by chance. */
const MIN_WORD = 4

/** The new source with the last values; the content itself where the values are the same. */
async function renderAsBefore(
  render: RenderContent,
  request: ContentRequest,
  content: ReleaseContent,
): Promise<Documented> {
  const config = request.previous?.config ?? {}
  if (sameJson(config, content.config)) return documented(content)
  try {
    return documented(await render({ ...request, config }))
  } catch {
    // The last values may be refused by the new source; then everything counts as changed.
    return { manifest: '', hooks: [] }
  }
}

function recordedDocuments({ manifest, hooks }: Release): Documented {
  return { manifest, hooks: hooks.map((hook) => ({ source: hook.path, text: hook.manifest })) }
}

/** As far as a record tells: subcharts are in none. */
function isSameChart(one: JsonObject, other: JsonObject): boolean {
  return ['templates', 'values', 'files', 'lock'].every((part) =>
    sameJson(
      JSON.parse(JSON.stringify(one[part] ?? null)) as Json,
      JSON.parse(JSON.stringify(other[part] ?? null)) as Json,
    ),
  )
}

interface Renders {
  readonly content: ReleaseContent
  /** Nothing but the values is otherwise than before: what they change is known. */
  readonly hasOtherValues: boolean
  readonly other: Documented
  readonly asBefore: Documented
  readonly previous: Documented
}

/** One document in all its states. */
interface Twins {
  readonly now: Placed
  readonly before: Placed | undefined
  /** What it becomes. */
  readonly object: JsonObject
  readonly ways: readonly Generated[]
}

/** A place whose value is generated. */
interface Generated {
  readonly way: Way
  readonly now: Json
  readonly other: Json | undefined
  readonly before: Json | undefined
  /** With the last values. */
  readonly asBefore: Json | undefined
  /** What it is made of is as it was. */
  readonly isMadeAsBefore: boolean
}

function withKept(renders: Renders): ReleaseContent {
  const { content, hasOtherValues } = renders
  const twins = twinsOf(documented(content), renders)
  if (twins.every(({ ways }) => ways.length === 0)) return content
  const pairs = new Map<string, string>()
  keepAll(twins, pairs, (value) => !isDigest(value))
  for (const { object } of twins) mapTexts(object, (text) => withParts(text, pairs))
  if (hasOtherValues || areInputsSame(twins)) keepAll(twins, pairs, isDigest)
  const texts = new Map(twins.map((twin) => [twin.now.place, textOf(twin)]))
  return withTexts(content, texts)
}

function twinsOf(content: Documented, states: Pick<Renders, 'other' | 'asBefore' | 'previous'>): readonly Twins[] {
  const others = byPlace(placedDocuments(states.other))
  const olds = byPlace(placedDocuments(states.asBefore))
  const known = placedDocuments(states.previous)
  const [places, identities] = [byPlace(known), new Map(known.map((one) => [one.identity, one]))]
  return placedDocuments(content).flatMap((now) => {
    const other = others.get(now.place)?.object
    if (now.object === undefined || other === undefined) return []
    const twin = identities.get(now.identity) ?? places.get(now.place)
    const before = twin?.object?.['kind'] === now.object['kind'] ? twin : undefined
    const old = olds.get(now.place)?.object
    const ways = differingWays(now.object, other).map((way) => {
      const value = valueAtWay(now.object, way) as Json
      return {
        way,
        now: value,
        other: valueAtWay(other, way),
        before: valueAtWay(before?.object, way),
        asBefore: valueAtWay(old, way),
        isMadeAsBefore: sameJson(value, valueAtWay(old, way)),
      }
    })
    return [{ now, before, object: copyOf(now.object), ways }]
  })
}

function byPlace(documents: readonly Placed[]): ReadonlyMap<string, Placed> {
  return new Map(documents.map((one) => [one.place, one]))
}

function keepAll(twins: readonly Twins[], pairs: Map<string, string>, isMeant: (value: Json) => boolean): void {
  const all = twins.flatMap(({ ways }) => ways)
  // Keys and certificates fit each other: they are kept together, or made anew together.
  const hasNewKeys = all.some(
    ({ now, before, isMadeAsBefore }) => isKey(now) && before !== undefined && !isMadeAsBefore,
  )
  for (const { object, ways } of twins) {
    for (const generated of ways.filter(({ now }) => isMeant(now) && !(hasNewKeys && isKey(now))))
      keep(object, generated, pairs)
  }
}

function isKey(value: Json): boolean {
  return typeof value === 'string' && isPem(value)
}

/** Puts the value of before in its place (mutates `object` and `pairs`), where it may stay. */
function keep(object: JsonObject, generated: Generated, pairs: Map<string, string>): void {
  const { way, now, other, before, isMadeAsBefore } = generated
  if (before === undefined || typeof before !== typeof now) return
  if (!isMadeAsBefore) return keepLines(object, generated)
  if (typeof now === 'string' && typeof other === 'string' && typeof before === 'string') {
    if (!isSameBut(before, now, other)) return
    for (const [one, kept] of generatedPairs(before, now, other)) pairs.set(one, kept)
  }
  setAtWay(object, way, copyOf(before))
}

function keepLines(object: JsonObject, { way, now, other, asBefore, before }: Generated): void {
  const texts = [now, other, asBefore, before]
  if (!texts.every((text) => typeof text === 'string')) return
  const [text = '', second = '', third = '', last = ''] = texts as string[]
  setAtWay(object, way, withKeptLines({ now: text, other: second, asBefore: third, before: last }))
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

/** The text of before where nothing else changed; else the object anew. */
function textOf({ now, before, object }: Twins): string {
  if (sameJson(object, now.object)) return now.text
  if (before !== undefined && sameJson(object, before.object)) return before.text
  const head = /^# Source: .*$/m.exec(now.text)?.[0]
  return `${head === undefined ? '' : `${head}\n`}${dump(object).trimEnd()}`
}

function withTexts(content: ReleaseContent, texts: ReadonlyMap<string, string>): ReleaseContent {
  const documents = placedDocuments(documented(content))
  let [manifest, rest] = ['', content.manifest]
  for (const { place, text } of documents.filter((one) => one.place.startsWith('manifest '))) {
    const at = rest.indexOf(text)
    if (at < 0) return content
    manifest += rest.slice(0, at) + (texts.get(place) ?? text)
    rest = rest.slice(at + text.length)
  }
  const hooks = documents.filter((one) => one.place.startsWith('hook '))
  return {
    ...content,
    manifest: manifest + rest,
    hooks: content.hooks.map((hook, at) => ({ ...hook, text: texts.get(hooks[at]?.place ?? '') ?? hook.text })),
  }
}
