import type { StackRelease } from './contract.ts'
import { StackError } from './error.ts'

/** Whether a release fits one of the selectors (`tier=web,name!=db`); without any, all do. Throws `bad-selector`. */
export function selects(selectors: readonly string[], { labels }: Pick<StackRelease, 'labels'>): boolean {
  const parsed = selectors.map(termsOf)
  return parsed.length === 0 || parsed.some((terms) => terms.every((term) => fits(term, labels)))
}

/** Whether a release could fit both selectors: no label has to have two values. Throws `bad-selector`. */
export function areCompatible(one: string, other: string): boolean {
  const wanted = new Map(termsOf(one).flatMap(({ key, value, isEqual }) => (isEqual ? [[key, value] as const] : [])))
  return termsOf(other).every(({ key, value, isEqual }) => !isEqual || (wanted.get(key) ?? value) === value)
}

interface Term {
  readonly key: string
  readonly value: string
  readonly isEqual: boolean
}

const TERM = /^([\w./+-]+?)(!?=)([\w./+-]+)$/

function termsOf(selector: string): readonly Term[] {
  return selector.split(',').map((part) => {
    const [, key, operator, value] = TERM.exec(part.trim()) ?? []
    if (key !== undefined && value !== undefined) return { key, value, isEqual: operator === '=' }
    throw new StackError('bad-selector', `malformed label: ${part}. Expected label in form k=v or k!=v`)
  })
}

function fits({ key, value, isEqual }: Term, labels: StackRelease['labels']): boolean {
  const actual = Object.hasOwn(labels, key) ? labels[key] : undefined
  return isEqual === (actual === value)
}

/** Which releases are chosen besides those that fit. */
export interface Choice {
  /** What chosen ones need, directly or not, selected or not. */
  readonly withNeeds: boolean
}

/** The chosen releases whose conditions hold, in the order of their needs. Throws `bad-selector`. */
export function choose<R extends StackRelease>(
  releases: readonly R[],
  selectors: readonly string[],
  { withNeeds }: Choice,
): readonly R[] {
  const byId = new Map(releases.map((release) => [release.id, release]))
  const isChosen = (release: StackRelease): boolean => release.isChosen || selects(selectors, release)
  const chosen = new Set(releases.filter((release) => release.isEnabled && isChosen(release)).map(({ id }) => id))
  if (withNeeds) {
    // A set that grows while it is walked: what is added is walked too.
    for (const id of chosen) for (const need of byId.get(id)?.needs ?? []) chosen.add(need)
  }
  const left = new Set(releases.filter(({ id, isEnabled }) => chosen.has(id) && isEnabled))
  return inOrder([...left].map((release) => ({ ...release, needs: needsAmong(left, release, byId) })))
}

/** What a release needs among those that are left, be it through others that are not. */
function needsAmong(
  left: ReadonlySet<StackRelease>,
  { needs }: StackRelease,
  byId: ReadonlyMap<string, StackRelease>,
): readonly string[] {
  const found = new Set<string>()
  const seen = new Set(needs)
  for (const id of seen) {
    const need = byId.get(id)
    if (need !== undefined && left.has(need)) found.add(id)
    else for (const further of need?.needs ?? []) seen.add(further)
  }
  return [...found]
}

/** What is needed before what needs it, otherwise as they stand. There is no circle. */
function inOrder<R extends StackRelease>(releases: readonly R[]): readonly R[] {
  const byId = new Map(releases.map((release) => [release.id, release]))
  const ordered = new Set<R>()
  for (const release of releases) {
    const waiting = [release]
    for (let last = waiting.at(-1); last !== undefined; last = waiting.at(-1)) {
      const needs = last.needs.map((id) => byId.get(id)).filter((need) => need !== undefined)
      const next = needs.find((need) => !ordered.has(need))
      if (next === undefined) ordered.add(waiting.pop() ?? last)
      else waiting.push(next)
    }
  }
  return [...ordered].sort((a, b) => a.stage - b.stage)
}
