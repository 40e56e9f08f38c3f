import { copyOf, type KubeObject, sameJson } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { type Asking, ask, type Question, questionFor } from './ask.ts'
import { fromVersion } from './equivalent.ts'
import { failureRefusal, WebhookFailure } from './failure.ts'
import { followHooks, type Hook } from './hook.ts'
import { patched } from './patch.ts'
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
      const memory = memoryOf(request)
      if (isRepeat(request) && !sameJson(memory.output, request.object)) remindAll(memory)
      for (const [at, hook] of all.entries()) await askOne({ asking, registry, memory }, { hook, at }, request)
      memory.output = request.object && copyOf(request.object)
    },
  }
}

/** What is known of a request between its rounds. */
interface Memory {
  /** The object as the webhooks left it. */
  output: KubeObject | undefined
  /** Webhooks that were asked and want to be asked again after a change. */
  readonly asked: Set<string>
  /** Those of them that saw less than there is now. */
  readonly due: Set<string>
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
  if (question === undefined || (isRepeat(request) && !memory.due.has(hook.id))) return
  const isChanged = await change(asking, question, registry, placed)
  if (isChanged) {
    remindAll(memory)
    request.reinvocation?.want()
  }
  if (hook.isReinvoked) memory.asked.add(hook.id)
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

function memoryOf({ reinvocation }: AdmissionRequest): Memory {
  const fresh = (): Memory => ({ output: undefined, asked: new Set(), due: new Set() })
  if (reinvocation === undefined) return fresh()
  const known = reinvocation.memory.get(NAME) as Memory | undefined
  const memory = known ?? fresh()
  reinvocation.memory.set(NAME, memory)
  return memory
}

function isRepeat({ reinvocation }: AdmissionRequest): boolean {
  return reinvocation?.isRepeat === true
}

function remindAll({ asked, due }: Memory): void {
  for (const id of asked) due.add(id)
  asked.clear()
}
