import { sameJson } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { type Asking, ask, questionFor } from './ask.ts'
import { fromVersion } from './equivalent.ts'
import { failureRefusal, WebhookFailure } from './failure.ts'
import { followHooks, type Hook } from './hook.ts'
import { patched } from './patch.ts'
import type { Question } from './question.ts'
import { type Memory, rememberOutput, roundMemory } from './round-memory.ts'
import { isExempt } from './rule.ts'
import { allOperations } from './validating.ts'

const NAME = 'MutatingAdmissionWebhook'

/** Lets webhooks change a request, one after the other; those that wish are asked again when somebody changed it later. */
export function mutatingWebhooks(asking: Asking): AdmissionPlugin {
  const hooks = followHooks('mutatingwebhookconfigurations')
  return {
    name: NAME,
    operations: allOperations,
    admit: async (request, registry) => {
      const all = hooks(registry)
      if (all.length === 0 || isExempt(request)) return
      const memory = roundMemory(request, NAME)
      for (const [at, hook] of all.entries()) await askOne({ asking, registry, memory }, { hook, at }, request)
      rememberOutput(request, NAME)
    },
  }
}

interface Round {
  readonly asking: Asking
  readonly registry: Registry
  readonly memory: Memory
}

interface Placed {
  readonly hook: Hook
  readonly at: number
}

async function askOne({ asking, registry, memory }: Round, placed: Placed, request: AdmissionRequest): Promise<void> {
  const { hook } = placed
  const question = await questionFor(asking, hook, request, registry)
  if (question === undefined || !memory.isDue(hook.id)) return
  const isChanged = await change(asking, question, registry, placed)
  if (isChanged) memory.changed()
  if (hook.isReinvoked) memory.asked(hook.id)
}

/** Whether the webhook changed the object of the request. Throws what it refuses. */
async function change(asking: Asking, question: Question, registry: Registry, { at }: Placed): Promise<boolean> {
  const { hook, request } = question
  const place = `round_${isRepeat(request) ? 1 : 0}_index_${at}`
  let isChanged = false
  try {
    const verdict = await ask(asking, question, true)
    const object = patched(question, verdict, registry)
    if (object === undefined) return false
    isChanged = !sameJson(object, question.object)
    const patch = JSON.parse(verdict.patch) as unknown
    request.annotate(`patch.webhook.admission.k8s.io/${place}`, noteOf(hook, { patch, patchType: 'JSONPatch' }))
    request.object = await fromVersion(object, request, question.matched)
    return isChanged
  } catch (error) {
    if (!(error instanceof WebhookFailure)) throw error
    if (!hook.ignoresFailure) throw failureRefusal(error)
    request.annotate(`failed-open.mutation.webhook.admission.k8s.io/${place}`, hook.name)
    return false
  } finally {
    request.annotate(`mutation.webhook.admission.k8s.io/${place}`, noteOf(hook, { mutated: isChanged }))
  }
}

function noteOf({ configuration, name }: Hook, more: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ configuration, webhook: name, ...more })
}

function isRepeat({ reinvocation }: AdmissionRequest): boolean {
  return reinvocation?.isRepeat === true
}
