import type { Schema } from '#kube'
import type { FindRuleFaults } from './instance-faults.ts'

/** The checks of the CEL rules in a schema; undefined for a schema without any. */
export function findRulesOf(_schema: Schema): FindRuleFaults | undefined {
  return undefined
}
