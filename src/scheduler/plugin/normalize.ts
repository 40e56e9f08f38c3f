import { MAX_SCORE } from './plugin.ts'

/** Stretches scores so that the best is 100 (mutates); all 0 stay so. Source: plugins helper DefaultNormalizeScore. */
export function normalize(scores: number[]): void {
  const most = largest(scores)
  if (most === 0) return
  for (const [at, score] of scores.entries()) scores[at] = Math.trunc((MAX_SCORE * score) / most)
}

/** The same where less is better (mutates): the least gets 100 less its share of the most. */
export function normalizeReversed(scores: number[]): void {
  const most = largest(scores)
  for (const [at, score] of scores.entries()) {
    scores[at] = most === 0 ? MAX_SCORE : MAX_SCORE - Math.trunc((MAX_SCORE * score) / most)
  }
}

/** At least 0. */
function largest(scores: readonly number[]): number {
  let most = 0
  for (const score of scores) if (score > most) most = score
  return most
}
