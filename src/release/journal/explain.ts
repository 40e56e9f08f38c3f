import type { Interruption, Journal } from './journal.ts'
import { findStep, steps } from './steps.ts'

/** `upgrade to revision 3, at step 6 of 12 "objects" (writing objects) since 2026-…`: where a run stands. */
export function explainJournal(journal: Journal): string {
  const step = findStep(journal.operation, journal.step)
  const place = `step ${(step?.place ?? 0) + 1} of ${steps[journal.operation].length}`
  return `${explainOperation(journal)}, at ${place} "${journal.step}" (${step?.says ?? ''}) since ${journal.stepSince}`
}

/** By whom, when, at which step. */
export function explainInterruption(name: string, { holder, seen, journal }: Interruption): string {
  const run = journal === undefined ? 'a run' : `${journal.operation} begun ${journal.since}`
  const where = journal === undefined ? '' : `: ${explainJournal(journal)}`
  return `release ${name}: ${run} by ${holder} ended without its end, last seen ${seen}${where}`
}

function explainOperation({ operation, revision }: Journal): string {
  if (revision === 0) return operation
  const word = operation === 'uninstall' || operation === 'test' ? 'of' : 'to'
  return `${operation} ${word} revision ${revision}`
}
