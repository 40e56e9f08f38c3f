import type { AdmissionPlugin } from '../contract/admission.ts'
import type { WebhookCaller } from './call.ts'
import { mutatingWebhooks } from './mutating.ts'
import type { ConditionCheck } from './question.ts'
import { validatingWebhooks } from './validating.ts'

/** What admission by webhook takes. */
export interface WebhookAdmissionOptions {
  readonly caller: WebhookCaller
  /** Asked about webhooks that have match conditions. */
  readonly conditions: ConditionCheck
  newUid(): string
}

/** The two plugins that ask webhooks. */
export function webhookAdmission(options: WebhookAdmissionOptions): {
  readonly mutating: AdmissionPlugin
  readonly validating: AdmissionPlugin
} {
  const asking = { ...options, newUid: () => options.newUid() }
  return { mutating: mutatingWebhooks(asking), validating: validatingWebhooks(asking) }
}
