import type { Finding } from '../../status/finding.ts'
import { findingText } from '../../status/print-finding.ts'
import type { Schema } from '../schema.ts'
import { checkCompleteness } from './completeness.ts'
import { checkInvariants } from './invariants.ts'
import type { Check } from './nested.ts'

/**
 * Why a schema of a CRD is not structural, in the words of the API server and sorted; empty when it is
 * (apiextensions-apiserver/pkg/apiserver/schema ValidateStructural). `compilePattern` throws what is wrong with a pattern.
 */
export function validateStructural(
  schema: Schema,
  field: string,
  compilePattern: (pattern: string) => unknown,
): readonly Finding[] {
  const check: Check = { findings: [], compilePattern }
  checkInvariants(schema, 'root', field, check)
  checkCompleteness(schema, schema, { field, from: field }, check)
  return check.findings
    .map((finding) => ({ finding, text: findingText(finding) }))
    .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)))
    .map(({ finding }) => finding)
}
