import type { JsonObject } from '#kube'
import { valueAt } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { type MatchedVersion, matchedVersion } from '../webhook/equivalent.ts'
import { type Rule, readRules } from '../webhook/rule.ts'
import { isSelected, readSelectors, type Selectors } from '../webhook/selector.ts'

/** Which requests a policy or binding asks for (admissionregistration/v1 MatchResources). */
export interface Constraints {
  readonly rules: readonly Rule[]
  readonly excluded: readonly Rule[]
  readonly selectors: Selectors
  readonly isEquivalent: boolean
}

/** Reads constraints. */
export function readConstraints(holder: JsonObject): Constraints {
  return {
    rules: readRules(valueAt(holder, 'resourceRules')),
    excluded: readRules(valueAt(holder, 'excludeResourceRules')),
    selectors: readSelectors(holder),
    isEquivalent: valueAt(holder, 'matchPolicy') !== 'Exact',
  }
}

/**
 * The version at which constraints ask for a request; undefined where they do not. Throws the 404 of a namespace that is
 * not there.
 */
export function matchConstraints(
  constraints: Constraints,
  request: AdmissionRequest,
  registry: Registry,
): MatchedVersion | undefined {
  const { rules, excluded, selectors, isEquivalent } = constraints
  const selected = isSelected(selectors, request, registry)
  if (selected === 'no') return undefined
  if (matchedVersion({ rules: excluded, isEquivalent }, request, registry) !== undefined) return undefined
  const matched =
    rules.length === 0
      ? { gvk: request.gvk, resource: request.resource }
      : matchedVersion({ rules, isEquivalent }, request, registry)
  if (matched !== undefined && selected !== 'yes') throw selected.refusal
  return matched
}
