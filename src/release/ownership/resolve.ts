import { isMap, type Json, type KubeObject, type StatusError, textAt } from '#kube'
import { ReleaseError } from '../error.ts'
import { conflictsOf, type FieldConflict } from './conflict.ts'
import { holdsPlace, placeOf, valueAtPlace, withPlace } from './field-place.ts'
import type { FieldPolicy } from './policy.ts'
import { decidedRule, ruleOf, rulesFor } from './rules.ts'

/** An apply that was refused, and the rules to settle it by. */
export interface Refused {
  readonly refusal: StatusError
  readonly wanted: KubeObject
  /** With its `managedFields`. */
  readonly live: KubeObject
  readonly policy: FieldPolicy
}

/** What to apply instead. */
export interface Settled {
  readonly object: KubeObject
  /** Fields are taken over: the apply has to be forced, which touches no other field. */
  readonly isForced: boolean
  readonly left: readonly FieldConflict[]
  readonly shared: readonly FieldConflict[]
  readonly taken: readonly FieldConflict[]
}

/**
 * Settles the conflicts of a server-side apply by rules: fields that are left go out of the object, fields that are
 * shared get the live value, fields that are taken stay. Throws ReleaseError `conflict` with a list of the fields that no
 * rule speaks of.
 */
export function settleConflicts({ refusal, wanted, live, policy }: Refused): Settled {
  const rules = rulesFor(wanted, policy)
  const sorted = { take: [] as FieldConflict[], leave: [] as FieldConflict[], share: [] as FieldConflict[] }
  const open: FieldConflict[] = []
  for (const conflict of conflictsOf(refusal, wanted, live)) {
    const rule = ruleOf(conflict, wanted, rules)
    ;(rule === undefined ? open : sorted[rule]).push(conflict)
  }
  if (open.length > 0) throw conflictError(wanted, open, refusal)
  // From the last to the first: an item that goes out of a list moves those behind it.
  const left = sorted.leave.reduceRight<Json>((object, { place }) => withPlace(object, place, undefined), wanted)
  const object = sorted.share.reduce<Json>((part, { place, theirs }) => withPlace(part, place, theirs), left)
  return {
    object: object as KubeObject,
    isForced: sorted.take.length > 0,
    left: sorted.leave,
    shared: sorted.share,
    taken: sorted.take,
  }
}

/**
 * What to apply on top of a live object when rules say `leave`: without the fields that others own. A field that only
 * `manager` owns stays in, because leaving it out would remove it.
 */
export function leaveFields(wanted: KubeObject, live: KubeObject, { policy, manager }: Leaving): KubeObject {
  const rules = rulesFor(wanted, policy)
  const paths = rules
    .filter(({ rule, path }) => rule === 'leave' && !path.includes('[*]') && decidedRule(rules, path) === 'leave')
    .map(({ path }) => placeOf(path, [wanted, live]))
  const others = entriesOf(live).filter((entry) => textAt(entry, 'manager') !== manager)
  const isOthers = (place: (typeof paths)[number]): boolean =>
    valueAtPlace(live, place) !== undefined && others.some((entry) => holdsPlace(entry['fieldsV1'], place))
  return paths
    .filter(isOthers)
    .reduceRight<Json>((object, place) => withPlace(object, place, undefined), withGathered(wanted, live)) as KubeObject
}

/** The rules of an aggregated ClusterRole are its controller's, whatever a manifest says: those that are there are shared. */
function withGathered(wanted: KubeObject, live: KubeObject): KubeObject {
  const isGathered = wanted.kind === 'ClusterRole' && isMap(wanted['aggregationRule']) && isMap(live['aggregationRule'])
  return isGathered && Array.isArray(live['rules']) ? { ...wanted, rules: live['rules'] } : wanted
}

/** By which rules, and who we are. */
export interface Leaving {
  readonly policy: FieldPolicy
  readonly manager: string
}

function entriesOf(live: KubeObject): readonly Record<string, Json>[] {
  const entries = live.metadata['managedFields']
  return Array.isArray(entries) ? entries.filter(isMap) : []
}

/** The failure that lists fields nobody has decided about: field, owner, since when, both values. */
function conflictError(object: KubeObject, conflicts: readonly FieldConflict[], cause: StatusError): ReleaseError {
  const name = `${object.kind}/${object.metadata.name}`
  const count = conflicts.length === 1 ? 'a field' : `${conflicts.length} fields`
  const lines = conflicts.map((conflict) => `  ${lineOf(object, conflict)}`)
  const rule = `${name}:${conflicts[0]?.path ?? ''}`
  const hint = `--field-policy '${rule}=leave' (or take, or share) decides for this release, --force-conflicts takes all`
  return new ReleaseError('conflict', `${name}: ${count} owned by others\n${lines.join('\n')}`, { hint, cause })
}

function lineOf({ kind }: KubeObject, { path, owner, subresource, since, ours, theirs }: FieldConflict): string {
  const through = subresource === '' ? '' : ` through ${subresource}`
  const time = since === '' ? '' : ` since ${since}`
  const show = kind === 'Secret' ? hidden : shortText
  return `${path} – ${owner}${through}${time} has ${show(theirs)}, this release wants ${show(ours)}`
}

/** Longest value that a line shows, in characters. */
const MAX_VALUE = 60

function shortText(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`
}

function hidden(value: Json | undefined): string {
  return value === undefined ? 'nothing' : '(hidden)'
}
