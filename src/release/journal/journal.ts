import { isMap, type JsonObject, textAt, valueAt } from '#kube'
import { type Operation, type StepName, steps } from './steps.ts'

/** Where a run stands; kept in its lease. Times are RFC 3339. */
export interface Journal {
  readonly operation: Operation
  /** The revision that the run makes, or that it uninstalls; 0 while it is not known. */
  readonly revision: number
  readonly step: StepName
  readonly stepSince: string
  readonly since: string
  /** What a good end writes as description; empty for Helm's. */
  readonly description: string
  /** `uninstall --keep-history`. */
  readonly keepsHistory: boolean
  /** The run that was found dead and is not settled yet. */
  readonly interrupted?: Interruption
}

/** A run that ended without its end. */
export interface Interruption {
  /** Who ran it: `user@host (pid)`. */
  readonly holder: string
  /** The last sign of life. */
  readonly seen: string
  /** Undefined when the lease tells no journal that can be read. */
  readonly journal: Journal | undefined
}

/** The journal as text. */
export function journalText(journal: Journal): string {
  return JSON.stringify(journal)
}

/** Reads what `journalText` wrote; undefined for anything else. */
export function readJournal(text: string): Journal | undefined {
  try {
    return journalOf(JSON.parse(text) as JsonObject, 0)
  } catch {
    return undefined
  }
}

/** A run may die while it settles another; more than a few of them in a row are of no use to anybody. */
const MAX_DEPTH = 4

function journalOf(value: JsonObject | undefined, depth: number): Journal | undefined {
  const operation = textAt(value, 'operation')
  if (value === undefined || !isMap(value) || !isOperation(operation)) return undefined
  const step = steps[operation].find((row) => row.name === textAt(value, 'step'))
  if (step === undefined) return undefined
  const revision = valueAt(value, 'revision')
  const interrupted = depth < MAX_DEPTH ? interruptionOf(valueAt(value, 'interrupted') as JsonObject, depth) : undefined
  return {
    operation,
    revision: typeof revision === 'number' ? revision : 0,
    step: step.name,
    stepSince: textAt(value, 'stepSince'),
    since: textAt(value, 'since'),
    description: textAt(value, 'description'),
    keepsHistory: valueAt(value, 'keepsHistory') === true,
    ...(interrupted !== undefined && { interrupted }),
  }
}

function interruptionOf(value: JsonObject | undefined, depth: number): Interruption | undefined {
  if (!isMap(value)) return undefined
  const journal = journalOf(valueAt(value, 'journal') as JsonObject, depth + 1)
  return { holder: textAt(value, 'holder'), seen: textAt(value, 'seen'), journal }
}

function isOperation(word: string): word is Operation {
  return Object.hasOwn(steps, word)
}
