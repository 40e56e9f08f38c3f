import type { Release } from '../contract/release.ts'
import { deployedOf } from './read.ts'

/**
 * The revisions that go so that one more fits into `historyMax` (0: all are kept): the oldest, never the deployed one.
 * Source: helm pkg/storage/storage.go removeLeastRecent.
 */
export function surplusOf(history: readonly Release[], historyMax: number): readonly Release[] {
  if (historyMax <= 0) return []
  const surplus = history.length - (historyMax - 1)
  const deployed = deployedOf(history)?.version
  return history.filter(({ version }) => version !== deployed).slice(0, Math.max(0, surplus))
}
