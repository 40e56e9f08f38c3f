import type { Registry } from '../contract/registry.ts'
import type { Question } from './ask.ts'

/** Whether the conditions of a webhook let a question through. Throws 403 where one fails and the webhook must be asked. */
export type ConditionCheck = (question: Question, registry: Registry) => boolean | Promise<boolean>
