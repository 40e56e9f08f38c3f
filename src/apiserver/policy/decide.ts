import { TypeValue, type Value } from '#cel'
import { matchConditions } from './condition.ts'
import { Evaluation, type Input, OutOfBudget } from './evaluation.ts'
import type { Expression } from './expression.ts'
import type { Annotation, Policy, Validation } from './policy.ts'

/** What is against a request: by which validation, in which words. */
export interface Denial {
  readonly at: number
  readonly message: string
  /** Empty for a failure. */
  readonly reason: string
}

/** What a policy says of a request. */
export interface Verdict {
  readonly denials: readonly Denial[]
  /** For the audit log, by key. */
  readonly notes: readonly (readonly [key: string, value: string])[]
  /** Audit annotations that failed: the request is refused, whatever the binding does with denials. */
  readonly noteFailures: readonly string[]
}

const NOTHING: Verdict = { denials: [], notes: [], noteFailures: [] }
const MAX_MESSAGE_BYTES = 5 * 1024
const MAX_NOTE_BYTES = 10 * 1024

/** Runs the conditions, validations and annotations of a policy (validating.validator.Validate). */
export async function decide(policy: Policy, input: Input): Promise<Verdict> {
  if (policy.conditions.length > 0) {
    const matched = await matchConditions(policy.conditions, { ...input, namespace: undefined }, policy.ignoresFailure)
    if ('error' in matched) return failed(policy, matched.error)
    if (!matched.matches) return NOTHING
  }
  try {
    return { ...(await annotate(policy, input)), denials: await denialsOf(policy, input) }
  } catch (error) {
    if (error instanceof OutOfBudget) return failed(policy, error.message)
    throw error
  }
}

function failed({ ignoresFailure }: Policy, message: string): Verdict {
  return ignoresFailure ? NOTHING : { ...NOTHING, denials: [{ at: 0, message, reason: '' }] }
}

async function denialsOf(policy: Policy, input: Input): Promise<readonly Denial[]> {
  const evaluation = new Evaluation(input)
  const results = []
  for (const { expression } of policy.validations) results.push(await evaluation.evaluate(expression))
  const denials: Denial[] = []
  for (const [at, result] of results.entries()) {
    const validation = policy.validations[at] as Validation
    if ('error' in result) {
      if (!policy.ignoresFailure) denials.push({ at, message: result.error, reason: '' })
    } else if (result.value !== true) {
      const message = await messageOf(validation, evaluation)
      denials.push({ at, message, reason: validation.reason === '' ? 'Invalid' : validation.reason })
    }
  }
  return denials
}

/** What the message expression says, if that is one line that is not too long; else the message, else the expression. */
async function messageOf(
  { messageExpression, message, expression }: Validation,
  evaluation: Evaluation,
): Promise<string> {
  const said = messageExpression === undefined ? '' : await textOf(messageExpression, evaluation)
  if (said !== '' && Buffer.byteLength(said) <= MAX_MESSAGE_BYTES && !said.includes('\n')) return said
  return message.trim() === '' ? `failed expression: ${expression.source.trim()}` : message.trim()
}

async function textOf(expression: Expression, evaluation: Evaluation): Promise<string> {
  const outcome = await evaluation.evaluate(expression)
  return 'value' in outcome && typeof outcome.value === 'string' ? outcome.value.trim() : ''
}

async function annotate(policy: Policy, input: Input): Promise<Pick<Verdict, 'notes' | 'noteFailures'>> {
  const notes: (readonly [string, string])[] = []
  const noteFailures: string[] = []
  const evaluation = new Evaluation({ ...input, authorize: undefined })
  for (const { key, expression } of policy.annotations) {
    const outcome = await evaluation.evaluate(expression)
    if ('error' in outcome) {
      if (!policy.ignoresFailure) noteFailures.push(outcome.error)
    } else {
      const text = noteOf({ key, expression }, outcome.value)
      if (typeof text !== 'string') noteFailures.push(text.failure)
      else if (text !== '') notes.push([key, text])
    }
  }
  return { notes, noteFailures }
}

function noteOf({ expression }: Annotation, value: Value): string | { readonly failure: string } {
  if (value === null) return ''
  if (typeof value === 'string') return cut(value.trim())
  const of = value instanceof TypeValue ? 'type' : typeof value
  const words = `valueExpression '${expression.source}' resulted in unsupported return type: ${of}. `
  return { failure: `${words}Return type must be either string or null.` }
}

function cut(text: string): string {
  return Buffer.byteLength(text) <= MAX_NOTE_BYTES
    ? text
    : Buffer.from(text).subarray(0, MAX_NOTE_BYTES).toString('utf8')
}
