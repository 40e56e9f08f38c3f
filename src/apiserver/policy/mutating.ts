import { copyOf, forbidden, type KubeObject, StatusError, sameJson } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { fromVersion } from '../webhook/equivalent.ts'
import { type Memory, rememberOutput, roundMemory } from '../webhook/round-memory.ts'
import { isExempt } from '../webhook/rule.ts'
import { allOperations } from '../webhook/validating.ts'
import { cachingAuthorize } from './authorize.ts'
import { matchConditions } from './condition.ts'
import { Evaluation, type Input, OutOfBudget } from './evaluation.ts'
import { followPolicies } from './follow.ts'
import { inputOf } from './input.ts'
import { type Failure, type Invocation, invocationsOf } from './invocation.ts'
import { changed, MutationFailure } from './mutate.ts'
import type { Mutation } from './policy.ts'
import { nameOf } from './request-name.ts'

const NAME = 'MutatingAdmissionPolicy'

/** Policies that change what is written, by expressions; one after the other, each sees what those before it did. */
export function mutatingPolicies(authorizer: Authorizer): AdmissionPlugin {
  const policies = followPolicies('mutatingadmissionpolicies', 'mutatingadmissionpolicybindings')
  return {
    name: NAME,
    operations: allOperations,
    admit: async (request, registry) => {
      const all = policies(registry)
      if (all.length === 0 || isExempt(request)) return
      const memory = roundMemory(request, NAME)
      const asked: Asked = { request, registry, authorize: cachingAuthorize(authorizer, request), memory }
      const found = all.map((bound) => invocationsOf(bound, request, registry))
      const failures = found.flatMap((one) => one.failures)
      for (const invocation of found.flatMap((one) => one.invocations)) failures.push(...(await run(invocation, asked)))
      rememberOutput(request, NAME)
      if (failures.length > 0) throw refusalOf(failures, request)
    },
  }
}

interface Asked {
  readonly request: AdmissionRequest
  readonly registry: Registry
  readonly authorize: ReturnType<typeof cachingAuthorize>
  readonly memory: Memory
}

async function run(invocation: Invocation, asked: Asked): Promise<readonly Failure[]> {
  const { policy, binding } = invocation
  const { request, memory } = asked
  const input = await inputOf(invocation, request, asked)
  const counted = (messages: readonly string[]): readonly Failure[] =>
    policy.ignoresFailure ? [] : messages.map((message) => ({ policy, binding, message }))
  if (policy.conditions.length > 0) {
    const matched = await matchConditions(policy.conditions, { ...input, namespace: undefined }, policy.ignoresFailure)
    if ('error' in matched) return counted([matched.error])
    if (!matched.matches) return []
  }
  const id = idOf(invocation)
  if (!memory.isDue(id)) return []
  if (input.object === undefined) return []
  const { object, messages } = await mutateAll(invocation, { ...input, object: input.object }, asked)
  if (!sameJson(object, input.object)) {
    memory.changed()
    request.object = await fromVersion(object, request, invocation.matched)
  }
  if (policy.isReinvoked) memory.asked(id)
  return counted(messages)
}

interface Mutated {
  readonly object: KubeObject
  readonly messages: readonly string[]
}

async function mutateAll(
  { policy, matched }: Invocation,
  input: Input & { readonly object: KubeObject },
  { registry }: Asked,
): Promise<Mutated> {
  let object = copyOf(input.object)
  const messages: string[] = []
  for (const mutation of policy.mutations) {
    try {
      object = await mutateOne(mutation, { ...input, object }, { matched, registry })
    } catch (error) {
      if (!(error instanceof MutationFailure) && !(error instanceof OutOfBudget)) throw error
      messages.push(error.message)
    }
  }
  return { object, messages }
}

async function mutateOne(
  mutation: Mutation,
  input: Input & { readonly object: KubeObject },
  place: Parameters<typeof changed>[3],
): Promise<KubeObject> {
  if (mutation.expression.fault !== undefined) throw new MutationFailure(mutation.expression.fault)
  const outcome = await new Evaluation(input).evaluate(mutation.expression)
  if ('error' in outcome) throw new MutationFailure(outcome.error)
  return changed(input.object, mutation, outcome.value, place)
}

function idOf({ policy, binding, params }: Invocation): string {
  const namespace = params?.metadata['namespace']
  return JSON.stringify([policy.name, binding.name, params?.metadata.name ?? '', namespace ?? ''])
}

/** 403 in the words of the first failure; each is a cause. */
function refusalOf(failures: readonly Failure[], request: AdmissionRequest): StatusError {
  const messages = failures.map(({ policy, binding, message }) =>
    binding === undefined
      ? `policy "${policy.name}" denied request: ${message}`
      : `policy '${policy.name}' with binding '${binding.name}' denied request: ${message}`,
  )
  const { status } = forbidden(request.resource, nameOf(request), 'admission request denied by policy')
  return new StatusError({
    ...status,
    message: messages[0] ?? '',
    reason: 'Invalid',
    details: { ...status.details, causes: messages.map((message) => ({ message })) },
  })
}
