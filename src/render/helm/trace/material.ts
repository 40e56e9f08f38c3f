import type { TemplatePosition } from '#template'
import type { Child, Read } from './line.ts'
import type { Action, TemplateSource } from './source.ts'

/** What was known when an action wrote something; the lists go on growing, the numbers say how long they were. */
export interface Origin {
  readonly at: TemplatePosition
  readonly reads: readonly Read[]
  readonly children: readonly Child[]
  /** At the writing before. */
  readonly from: { readonly read: number; readonly child: number }
  readonly to: { readonly read: number; readonly child: number }
  readonly sourceOf: (file: string) => TemplateSource | undefined
}

/** What an action may have printed. */
export interface Material {
  /** What stands between the braces; undefined for a text run by `tpl`. */
  readonly action: Action | undefined
  /** Look-ups of the action itself. */
  readonly own: readonly Read[]
  /** Look-ups that gave its variables and its dot their values, latest first. */
  readonly given: readonly Read[]
  /** Results of includes, latest first. */
  readonly children: readonly Child[]
}

const MAX_CHILDREN = 60
const MAX_LOOKED_AT = 5000
const MAX_RECENT = 80

/** Gathers what an action may have printed, by the template's text where there is one. */
export function materialOf(origin: Origin): Material {
  const { at, reads, children, from, to } = origin
  const source = origin.sourceOf(at.file)
  const action = source?.actionAt(at)
  const fresh = reads.slice(from.read, to.read)
  if (source === undefined || action === undefined) {
    const own = fresh.filter((read) => isBehind(read.at, at))
    const recent = reads.slice(Math.max(0, to.read - MAX_RECENT), to.read).toReversed()
    const given = recent.filter((read) => !own.includes(read))
    return { action: undefined, own, given, children: children.slice(0, to.child).slice(-MAX_CHILDREN).toReversed() }
  }
  const [, ...givers] = source.sourcesOf(action)
  const own = fresh.filter(({ at: place }) => place.file === at.file && isWithin(source.offsetOf(place), action))
  const first = givers.some(callsTemplate) ? Math.max(0, to.child - MAX_CHILDREN) : from.child
  const results = callsTemplate(action) || givers.some(callsTemplate) ? children.slice(first, to.child) : []
  return { action, own, given: givenBy(givers, source, origin), children: results.toReversed() }
}

/** The latest look-up at each place of the actions. */
function givenBy(givers: readonly Action[], source: TemplateSource, { at, reads, to }: Origin): Read[] {
  if (givers.length === 0) return []
  const found = new Map<number, Read>()
  for (let index = to.read - 1; index >= Math.max(0, to.read - MAX_LOOKED_AT); index--) {
    const read = reads[index] as Read
    if (read.at.file !== at.file) continue
    const offset = source.offsetOf(read.at)
    if (found.has(offset) || !givers.some((giver) => isWithin(offset, giver))) continue
    found.set(offset, read)
  }
  return [...found.values()]
}

function callsTemplate({ text }: Action): boolean {
  return /\b(?:include|tpl|template)\b/.test(text)
}

function isWithin(offset: number, { from, to }: Action): boolean {
  return from <= offset && offset < to
}

function isBehind(place: TemplatePosition, start: TemplatePosition): boolean {
  if (place.file !== start.file) return false
  return place.line > start.line || (place.line === start.line && place.column >= start.column)
}
