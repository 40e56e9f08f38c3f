import type { Release, ReleaseStatus } from '../contract/release.ts'
import type { Interruption } from '../journal/journal.ts'
import { findStep, type Operation } from '../journal/steps.ts'
import { isPending, withStatus } from './read.ts'

/** What is known of a run that did not end. */
export interface Evidence {
  /** The dead run whose lease was found. */
  readonly interrupted: Interruption | undefined
  /** The person says that nobody is alive. */
  readonly takesOver: boolean
  readonly nowMs: number
}

/** What becomes of a history before the next run works on it. */
export type Verdict =
  /** Nothing is unfinished. */
  | { readonly kind: 'clean' }
  /** Somebody without a lease may be at work: since then, in that state. */
  | { readonly kind: 'busy'; readonly record: Release; readonly sinceMs: number; readonly freeMs: number }
  /** Records to write, in order, and the revision whose run died. */
  | { readonly kind: 'settle'; readonly dead: Release; readonly records: readonly Release[] }
  /** An uninstall that did not end has to end first. */
  | { readonly kind: 'uninstall'; readonly dead: Release; readonly keepsHistory: boolean }

/** Helm's runs leave no lease. None goes on for so long without a word in its record. */
export const ABANDONED_MS = 60 * 60_000

/** True for an uninstalled revision, and for one that died on its way to give its name to a new release. */
export function isUninstalled({ info }: Release): boolean {
  return info.status === 'uninstalled' || isReplaced(info)
}

function isReplaced({ status, description }: Release['info']): boolean {
  return status === 'superseded' && description === REPLACED
}

/** What Helm writes while it deletes. */
export const DELETION_UNDERWAY = 'Deletion in progress (or silently failed)'
const REPLACED = 'superseded by new release'

/** Judges a history by its newest record and what is known of the run that wrote it. Pure. */
export function settle(history: readonly Release[], next: Operation, evidence: Evidence): Verdict {
  const newest = history.at(-1)
  if (newest === undefined) return { kind: 'clean' }
  const { status } = newest.info
  if (isReplaced(newest.info))
    return { kind: 'settle', dead: newest, records: [withStatus(newest, 'uninstalled', 'Uninstallation complete')] }
  if (!isPending(newest) && (status !== 'uninstalling' || next === 'uninstall')) return { kind: 'clean' }
  const busy = busyWith(newest, evidence)
  if (busy !== undefined) return busy
  const keepsHistory = evidence.interrupted?.journal?.keepsHistory === true
  if (status === 'uninstalling' && next === 'install') return { kind: 'uninstall', dead: newest, keepsHistory }
  return { kind: 'settle', dead: newest, records: marks(history, newest, evidence.interrupted) }
}

/** Nobody is alive when the lease of that run was found dead, when a failure was written down, or after a long silence. */
function busyWith(newest: Release, { interrupted, takesOver, nowMs }: Evidence): Verdict | undefined {
  const { status, description = '' } = newest.info
  const journal = interrupted?.journal
  const isOurs =
    interrupted !== undefined &&
    (journal === undefined || (journal.revision === newest.version && journal.operation !== 'test'))
  const isToldDead = status === 'uninstalling' && description !== DELETION_UNDERWAY
  if (takesOver || isOurs || isToldDead) return undefined
  const sinceMs = lastWordMs(newest)
  const freeMs = sinceMs + ABANDONED_MS
  return nowMs >= freeMs ? undefined : { kind: 'busy', record: newest, sinceMs, freeMs }
}

/** The last time that a record's writer told anything. */
function lastWordMs({ info, hooks }: Release): number {
  const runs = hooks.flatMap(({ last_run: run }) => [run.started_at, run.completed_at])
  const times = [info.last_deployed, info.deleted, ...runs].map((text) => Date.parse(text))
  return Math.max(0, ...times.filter((time) => !Number.isNaN(time)))
}

/** A run that only lacked its last marks gets them; any other leaves its revision behind as failed. */
function marks(history: readonly Release[], dead: Release, interrupted: Interruption | undefined): readonly Release[] {
  const journal = interrupted?.journal
  const step = journal && findStep(journal.operation, journal.step)
  if (step?.ifInterrupted === 'finish' && journal?.revision === dead.version)
    return [...superseded(history, dead), withStatus(dead, 'deployed', endText(dead, journal.description))]
  const where = step === undefined ? 'the run that wrote it is dead' : `interrupted at step ${step.name} (${step.says})`
  return [withStatus(dead, 'failed', failureText(dead, where))]
}

/**
 * The revisions that a good end supersedes: those that are deployed; where none is, an upgrade supersedes the one it
 * started from. Source: helm pkg/action/{upgrade,rollback}.go.
 */
export function superseded(history: readonly Release[], by: Release): readonly Release[] {
  const below = history.filter(({ version }) => version !== by.version)
  const deployed = below.filter(({ info }) => info.status === 'deployed')
  const base = deployed.length === 0 && by.info.status === 'pending-upgrade' ? below.slice(-1) : deployed
  return base.map((release) => withStatus(release, 'superseded'))
}

/** What Helm writes at a good end. A rollback has said it all before. */
const END_TEXTS: Readonly<Partial<Record<ReleaseStatus, string>>> = {
  'pending-install': 'Install complete',
  'pending-upgrade': 'Upgrade complete',
}

/** The description of a revision that came to a good end; `own` is the user's, empty for none. */
export function endText({ info }: Release, own: string): string {
  return own === '' ? (END_TEXTS[info.status] ?? info.description ?? '') : own
}

const FAILURE_WORDS: Readonly<Partial<Record<ReleaseStatus, string>>> = {
  'pending-upgrade': 'Upgrade',
  'pending-rollback': 'Rollback',
  uninstalling: 'Uninstallation of',
}

/** The description of a revision that failed, in Helm's words. */
export function failureText({ name, info }: Release, reason: string): string {
  return `${FAILURE_WORDS[info.status] ?? 'Release'} ${JSON.stringify(name)} failed: ${reason}`
}
