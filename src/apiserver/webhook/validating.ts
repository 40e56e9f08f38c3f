import type { AdmissionPlugin, AdmissionRequest, Operation } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { type Asking, ask, questionFor } from './ask.ts'
import { failureRefusal, WebhookFailure } from './failure.ts'
import { followHooks } from './hook.ts'
import type { Question } from './question.ts'
import { isExempt } from './rule.ts'

/** Every operation there is. */
export const allOperations: readonly Operation[] = ['CREATE', 'UPDATE', 'DELETE', 'CONNECT']

/** Asks webhooks whether a request may be; all at the same time. The first that refuses is who refuses. */
export function validatingWebhooks(asking: Asking): AdmissionPlugin {
  const hooks = followHooks('validatingwebhookconfigurations')
  return {
    name: 'ValidatingAdmissionWebhook',
    operations: allOperations,
    validate: async (request, registry) => {
      const all = hooks(registry)
      if (all.length === 0 || isExempt(request)) return
      const questions = await questionsFor(asking, all, request, registry)
      const refusals: unknown[] = []
      const settle = async (question: Question, at: number): Promise<void> => {
        try {
          await askOne(asking, question, at)
        } catch (error) {
          refusals.push(error)
        }
      }
      await Promise.all(questions.map(settle))
      if (refusals.length > 0) throw refusals[0]
    },
  }
}

async function questionsFor(
  asking: Asking,
  hooks: ReturnType<ReturnType<typeof followHooks>>,
  request: AdmissionRequest,
  registry: Registry,
): Promise<readonly Question[]> {
  const questions: Question[] = []
  for (const hook of hooks) {
    const question = await questionFor(asking, hook, request, registry)
    if (question !== undefined) questions.push(question)
  }
  return questions
}

async function askOne(asking: Asking, question: Question, at: number): Promise<void> {
  const { hook, request } = question
  try {
    await ask(asking, question, false)
  } catch (error) {
    if (!(error instanceof WebhookFailure)) throw error
    if (!hook.ignoresFailure) throw failureRefusal(error)
    request.annotate(`failed-open.validating.webhook.admission.k8s.io/round_0_index_${at}`, hook.name)
  }
}
