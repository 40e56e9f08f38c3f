import type { Json } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import type { WebhookCaller } from './call.ts'
import { CallError } from './call-failure.ts'
import { atVersion, matchedVersion } from './equivalent.ts'
import { denial, dryRunRefusal, WebhookFailure } from './failure.ts'
import type { Hook } from './hook.ts'
import type { ConditionCheck, Question } from './question.ts'
import { readVerdict, reviewText, reviewVersionOf, type Verdict } from './review.ts'
import { isSelected } from './selector.ts'

/** What asking webhooks takes. */
export interface Asking {
  readonly caller: WebhookCaller
  readonly conditions: ConditionCheck
  newUid(): string
}

/** The question for a webhook; undefined where it does not want to be asked. Throws 403, 404 and 500. */
export async function questionFor(
  { conditions }: Asking,
  hook: Hook,
  request: AdmissionRequest,
  registry: Registry,
): Promise<Question | undefined> {
  const selected = isSelected(hook.selectors, request, registry)
  if (selected === 'no') return undefined
  const matched = matchedVersion(hook, request, registry)
  if (matched === undefined) return undefined
  if (selected !== 'yes') throw selected.refusal
  const { object, oldObject } = request
  const question: Question = {
    hook,
    request,
    matched,
    object: object && (await atVersion(object, request, matched)),
    oldObject: oldObject && (await atVersion(oldObject, request, matched)),
  }
  if (hook.conditions.length === 0) return question
  return (await conditions(question)) ? question : undefined
}

/**
 * Asks a webhook; warnings and annotations go to the request. Throws a StatusError where it refuses, a WebhookFailure where
 * there is no answer to work with.
 */
export async function ask({ caller, newUid }: Asking, question: Question, isMutating: boolean): Promise<Verdict> {
  const { hook, request } = question
  if (request.dryRun && !hook.allowsDryRun) throw dryRunRefusal(hook.name)
  const version = reviewVersionOf(hook.reviewVersions)
  if (version === undefined) {
    const why = 'webhook does not accept known AdmissionReview versions (v1, v1beta1)'
    throw new WebhookFailure(hook.name, `could not create admission objects: ${why}`)
  }
  const uid = newUid()
  const answer = await answerOf(caller, hook, reviewText(version, uid, question))
  const verdict = verified(hook, () => readVerdict(answer, { version, uid, isMutating }))
  for (const [key, value] of Object.entries(verdict.annotations)) request.annotate(`${hook.name}/${key}`, value)
  for (const text of verdict.warnings) request.warn(text)
  if (!verdict.isAllowed) throw denial(hook.name, verdict.result)
  return verdict
}

async function answerOf(caller: WebhookCaller, hook: Hook, body: string): Promise<Json> {
  try {
    return (await caller.post(hook.client, body, hook.timeoutMs)) as Json
  } catch (cause) {
    if (cause instanceof CallError)
      throw new WebhookFailure(hook.name, `failed to call webhook: ${cause.message}`, cause)
    throw cause
  }
}

function verified(hook: Hook, read: () => Verdict): Verdict {
  try {
    return read()
  } catch (cause) {
    throw new WebhookFailure(hook.name, `received invalid webhook response: ${(cause as Error).message}`, cause)
  }
}
