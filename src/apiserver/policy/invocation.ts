import type { Kind } from '#kinds'
import type { KubeObject } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import type { MatchedVersion } from '../webhook/equivalent.ts'
import { namespaceOf } from '../webhook/rule.ts'
import type { BoundPolicy } from './follow.ts'
import { matchConstraints } from './match.ts'
import { ConfigurationError, collectParams, paramKindOf } from './params.ts'
import type { Binding, Policy } from './policy.ts'

/** One run of a policy for a request, with one set of parameters. */
export interface Invocation {
  readonly policy: Policy
  readonly binding: Binding
  readonly matched: MatchedVersion
  readonly params: KubeObject | undefined
}

/** Why a policy did not run, or refused. */
export interface Failure {
  readonly policy: Policy
  readonly binding: Binding | undefined
  readonly message: string
}

/** What a request leads to. */
export interface Invocations {
  readonly invocations: readonly Invocation[]
  /** Of policies that must not fail. */
  readonly failures: readonly Failure[]
}

/** The runs of one policy for a request, in the order of its bindings. */
export function invocationsOf(
  { policy, bindings }: BoundPolicy,
  request: AdmissionRequest,
  registry: Registry,
): Invocations {
  const failures: Failure[] = []
  const told = <T>(binding: Binding | undefined, run: () => T): T | undefined => {
    try {
      return run()
    } catch (error) {
      failures.push({ policy, binding, message: messageOf(error, binding) })
      return undefined
    }
  }
  const matched = told(undefined, () => matchConstraints(policy.constraints, request, registry))
  const kind = matched && told(undefined, () => ({ of: paramKindOf(policy, registry) }))
  if (matched === undefined || kind === undefined) return { invocations: [], failures: counted(policy, failures) }
  const invocations = bindings.flatMap((binding) => {
    const params = told(binding, () => paramsFor(kind.of, binding, request, registry)) ?? []
    return params.map((one): Invocation => ({ policy, binding, matched, params: one }))
  })
  return { invocations, failures: counted(policy, failures) }
}

/** No parameters at all where the binding does not ask for the request. */
function paramsFor(
  kind: Kind | undefined,
  binding: Binding,
  request: AdmissionRequest,
  registry: Registry,
): readonly (KubeObject | undefined)[] {
  const { constraints } = binding
  if (constraints !== undefined && matchConstraints(constraints, request, registry) === undefined) return []
  return collectParams(kind, binding, namespaceOf(request), registry)
}

function counted({ ignoresFailure }: Policy, failures: readonly Failure[]): readonly Failure[] {
  return ignoresFailure ? [] : failures
}

function messageOf(error: unknown, binding: Binding | undefined): string {
  if (error instanceof ConfigurationError) return error.message
  const words = error instanceof Error ? error.message : String(error)
  return `failed to configure ${binding === undefined ? 'policy' : 'binding'}: ${words}`
}
