import { satisfies } from '#template'
import type { Compat } from './options.ts'

/** Whether a version meets a constraint, as the level's library decides; false when one of them cannot be read. */
export function isCompatible(constraint: string, version: string, compat: Compat): boolean {
  try {
    return satisfies(constraint, version, compat === 'helm3' ? '3.3' : '3.4')
  } catch {
    return false
  }
}
