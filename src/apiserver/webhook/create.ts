import type { AdmissionPlugin } from '../contract/admission.ts'
import type { WebhookCaller } from './call.ts'
import type { ConditionCheck } from './condition.ts'
import { mutatingWebhooks } from './mutating.ts'
import { validatingWebhooks } from './validating.ts'

/** What admission by webhook takes. */
export interface WebhookAdmissionOptions {
  readonly caller: WebhookCaller
  newUid(): string
}

/** The two plugins that ask webhooks. */
export function webhookAdmission(options: WebhookAdmissionOptions): {
  readonly mutating: AdmissionPlugin
  readonly validating: AdmissionPlugin
} {
  const asking = { ...options, newUid: () => options.newUid(), conditions: everyQuestion }
  return { mutating: mutatingWebhooks(asking), validating: validatingWebhooks(asking) }
}

const everyQuestion: ConditionCheck = () => true
