import type { KubeObject } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { MatchedVersion } from './equivalent.ts'
import type { Hook } from './hook.ts'

/** A request on its way to one webhook, at the version that the webhook asked for. */
export interface Question {
  readonly hook: Hook
  readonly request: AdmissionRequest
  readonly matched: MatchedVersion
  readonly object: KubeObject | undefined
  readonly oldObject: KubeObject | undefined
}

/** Whether the conditions of a webhook let a question through. Rejects with 403 where one failed and a failure refuses. */
export type ConditionCheck = (question: Question) => Promise<boolean>
