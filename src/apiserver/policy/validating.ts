import { forbidden, type Status, StatusError } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { isExempt } from '../webhook/rule.ts'
import { allOperations } from '../webhook/validating.ts'
import { cachingAuthorize } from './authorize.ts'
import { type Denial, decide, type Verdict } from './decide.ts'
import { type BoundPolicy, followPolicies } from './follow.ts'
import { inputOf } from './input.ts'
import { type Invocation, invocationsOf } from './invocation.ts'
import type { Binding, Policy } from './policy.ts'
import { nameOf } from './request-name.ts'

/** Policies that refuse, warn or note, by expressions. */
export function validatingPolicies(authorizer: Authorizer): AdmissionPlugin {
  const policies = followPolicies('validatingadmissionpolicies', 'validatingadmissionpolicybindings')
  return {
    name: 'ValidatingAdmissionPolicy',
    operations: allOperations,
    validate: async (request, registry) => {
      const all = policies(registry)
      if (all.length === 0 || isExempt(request)) return
      const asked: Asked = { request, registry, authorize: cachingAuthorize(authorizer, request) }
      const refusals: Refusal[] = []
      for (const bound of all) refusals.push(...(await ask(bound, asked)))
      const [first] = refusals
      if (first !== undefined) throw refusalOf(first, request)
    },
  }
}

interface Asked {
  readonly request: AdmissionRequest
  readonly registry: Registry
  readonly authorize: ReturnType<typeof cachingAuthorize>
}

interface Refusal {
  readonly policy: Policy
  readonly binding: Binding | undefined
  readonly message: string
  readonly reason: string
}

async function ask(bound: BoundPolicy, asked: Asked): Promise<readonly Refusal[]> {
  const { invocations, failures } = invocationsOf(bound, asked.request, asked.registry)
  const refusals: Refusal[] = failures.map((failure) => ({ ...failure, reason: '' }))
  const notes = new Map<string, Set<string>>()
  for (const invocation of invocations) {
    const verdict = await decide(invocation.policy, await inputOf(invocation, asked.request, asked))
    refusals.push(...act(invocation, verdict, asked.request))
    for (const [key, value] of verdict.notes) notes.set(key, (notes.get(key) ?? new Set()).add(value))
  }
  for (const [key, values] of notes) asked.request.annotate(`${bound.policy.name}/${key}`, [...values].join(', '))
  return refusals
}

/** Does with each denial what the binding says; gives those that refuse. */
function act({ policy, binding }: Invocation, verdict: Verdict, request: AdmissionRequest): readonly Refusal[] {
  const refusals: Refusal[] = []
  for (const denial of verdict.denials) {
    const { message, reason } = denial
    for (const action of binding.actions) {
      if (action === 'Deny') refusals.push({ policy, binding, message, reason })
      else if (action === 'Warn') {
        const words = `Validation failed for ValidatingAdmissionPolicy '${policy.name}' with binding '${binding.name}'`
        request.warn(`${words}: ${message}`)
      } else if (action === 'Audit') note(binding, denial, request)
    }
  }
  refusals.push(...verdict.noteFailures.map((message) => ({ policy, binding, message, reason: '' })))
  return refusals
}

function note(binding: Binding, { at, message }: Denial, request: AdmissionRequest): void {
  const failure = {
    message,
    policy: binding.policyName,
    binding: binding.name,
    expressionIndex: at,
    validationActions: binding.actions,
  }
  request.annotate('validation.policy.admission.k8s.io/validation_failure', JSON.stringify([failure]))
}

function refusalOf({ policy, binding, message, reason }: Refusal, request: AdmissionRequest): StatusError {
  const by = binding === undefined ? '' : ` with binding '${binding.name}'`
  const words = `ValidatingAdmissionPolicy '${policy.name}'${by} denied request: ${message}`
  const { status } = forbidden(request.resource, nameOf(request), words)
  const shown = reason === '' ? 'Invalid' : reason
  return new StatusError({
    ...status,
    reason: shown as NonNullable<Status['reason']>,
    code: codes[shown] ?? 422,
    details: { ...status.details, causes: [...(status.details?.causes ?? []), { message: words }] },
  })
}

const codes: Readonly<Record<string, number>> = {
  Forbidden: 403,
  Unauthorized: 401,
  RequestEntityTooLarge: 413,
  Invalid: 422,
}
