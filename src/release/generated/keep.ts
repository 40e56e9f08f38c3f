import { type Json, type JsonObject, sameJson } from '#kube'
import { dump } from '#yaml'
import type { Chance, ContentRequest, ReleaseContent, RenderContent } from '../contract/content.ts'
import type { Release } from '../contract/release.ts'
import { otherChance, type RecordedChance, recordChance, steadyChance } from './chance.ts'
import { type Documented, documented, placedDocuments } from './documents.ts'
import { keepWords, putBack } from './put-back.ts'
import { type States, type Twins, twinsOf } from './twins.ts'

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
    const task = { render, request, previous, recorded }
    const other = documented(await render({ ...request, chance: otherChance(chance) }))
    const asBefore = await renderAsBefore(task, content, recorded.replay())
    const first: Renders = { content, states: { other, asBefore, previous: recordedDocuments(previous) } }
    const renders = await withSteady(task, first, chance.now())
    const hasOtherValues =
      !sameJson(previous.config ?? {}, content.config) && isSameChart(previous.chart, content.chart)
    const words = knownWords(renders, recorded.texts())
    if (words.size === 0) return withKept(renders, hasOtherValues)
    // Once the words of before are known, what is made of them (sums, hashes, addresses) is made of those.
    const again = await render({ ...request, chance: recorded.replay(words) })
    const states = { ...renders.states, asBefore: await renderAsBefore(task, again, recorded.replay(words)) }
    return withKept({ content: again, states }, hasOtherValues)
  }
}

interface Task {
  readonly render: RenderContent
  readonly request: ContentRequest
  readonly previous: Release
  readonly recorded: RecordedChance
}

interface Renders {
  readonly content: ReleaseContent
  readonly states: States
}

/** The new source with the last values; the content itself where the values are the same. */
async function renderAsBefore(
  { render, request, previous }: Task,
  content: ReleaseContent,
  chance: Chance,
): Promise<Documented> {
  const config = previous.config ?? {}
  if (sameJson(config, content.config)) return documented(content)
  try {
    return documented(await render({ ...request, chance, config }))
  } catch {
    // The last values may be refused by the new source; then everything counts as changed.
    return { manifest: '', hooks: [] }
  }
}

/**
 * Where other values ask for chance in another order, each word stands elsewhere: chance that is the same wherever it is asked
 * tells what is made of the values from what is only moved.
 */
async function withSteady(task: Task, renders: Renders, nowMs: number): Promise<Renders> {
  const { content, states } = renders
  const isSettled = twinsOf(documented(content), states).every(({ ways }) => ways.every((way) => way.isMadeAsBefore))
  if (isSettled || sameJson(task.previous.config ?? {}, content.config)) return renders
  const chance = steadyChance(nowMs)
  const now = documented(await task.render({ ...task.request, chance }))
  const steady = [now, await renderAsBefore(task, content, chance)] as const
  return { content, states: { ...states, steady } }
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

/** The words of before by those that were made in their place. */
function knownWords({ content, states }: Renders, made: readonly string[]): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const [one, kept] of keepWords(twinsOf(documented(content), states))) {
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

function withKept({ content, states }: Renders, hasOtherValues: boolean): ReleaseContent {
  const twins = twinsOf(documented(content), states)
  if (twins.every(({ ways }) => ways.length === 0)) return content
  putBack(twins, { hasOtherValues })
  return withTexts(content, new Map(twins.map((twin) => [twin.now.place, textOf(twin)])))
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
