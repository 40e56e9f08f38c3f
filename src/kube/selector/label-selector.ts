import { isMap, type Json, textOf } from '../patch/json.ts'
import { goQuote } from '../status/go-quote.ts'
import { SelectorError } from './error.ts'
import {
  compileRequirement,
  type LabelOperator,
  type LabelRequirement,
  type Labels,
  requireLabel,
  requirementText,
} from './label-requirement.ts'
import { parseRequirements } from './parse-label-selector.ts'

/** A label selector, compiled. */
export interface LabelSelector {
  /** Sorted by key. */
  readonly requirements: readonly LabelRequirement[]
  /** True when every object matches. */
  readonly isEverything: boolean
  /** As the API writes it: `a=b,c in (d,e)`; empty for everything and for nothing. */
  readonly text: string
  /** Whether an object with these labels is selected. */
  matches(labels: Labels): boolean
}

/** Selects every object. */
export const everyLabel: LabelSelector = { requirements: [], isEverything: true, text: '', matches: () => true }

/** Selects no object. */
export const noLabel: LabelSelector = { requirements: [], isEverything: false, text: '', matches: () => false }

/** The selector of a text such as `a=b,c in (d,e),!f`. Throws `bad-label-selector` with upstream's text. */
export function parseLabelSelector(text: string): LabelSelector {
  return compileSelector(parseRequirements(text))
}

/**
 * The selector of a LabelSelector object (`matchLabels`, `matchExpressions`): a missing one selects nothing, an empty one
 * everything. Throws `bad-label-selector` (metav1.LabelSelectorAsSelector).
 */
export function labelSelectorOf(selector: Json | undefined): LabelSelector {
  if (!isMap(selector)) return noLabel
  const { matchLabels, matchExpressions } = selector
  const requirements = isMap(matchLabels) ? requirementsOfLabels(matchLabels) : []
  if (Array.isArray(matchExpressions)) requirements.push(...matchExpressions.map(requirementOf))
  return compileSelector(sortByKey(requirements))
}

/** The selector of a plain map of labels, as services and replication controllers have it; an empty map selects everything. */
export function labelSelectorOfMap(labels: Json | undefined): LabelSelector {
  return isMap(labels) ? compileSelector(sortByKey(requirementsOfLabels(labels))) : everyLabel
}

/** A LabelSelector object as tables show it: `<none>` for one that selects everything, `<error>` for a bad one. */
export function printLabelSelector(selector: Json | undefined): string {
  try {
    const { text } = labelSelectorOf(selector)
    return text === '' ? '<none>' : text
  } catch (error) {
    if (error instanceof SelectorError) return '<error>'
    throw error
  }
}

/** Makes the conditions one function. */
export function compileSelector(requirements: readonly LabelRequirement[]): LabelSelector {
  if (requirements.length === 0) return everyLabel
  const matchers = requirements.map(compileRequirement)
  const [only] = matchers
  const matches =
    matchers.length === 1 && only !== undefined
      ? only
      : (labels: Labels) => {
          for (const matcher of matchers) if (!matcher(labels)) return false
          return true
        }
  return { requirements, isEverything: false, text: requirements.map(requirementText).join(','), matches }
}

const OPERATORS: Readonly<Record<string, LabelOperator>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
}

function requirementsOfLabels(labels: Readonly<Record<string, Json>>): LabelRequirement[] {
  return Object.keys(labels)
    .sort()
    .map((key) => requireLabel(key, '=', [textOf(labels[key])]))
}

function requirementOf(expression: Json): LabelRequirement {
  const { key, operator, values } = isMap(expression) ? expression : {}
  const word = typeof operator === 'string' ? operator : ''
  if (!Object.hasOwn(OPERATORS, word)) {
    throw new SelectorError('bad-label-selector', `${goQuote(word)} is not a valid label selector operator`)
  }
  const texts = Array.isArray(values) ? values.map(textOf) : []
  return requireLabel(typeof key === 'string' ? key : '', OPERATORS[word] as LabelOperator, texts)
}

function sortByKey(requirements: LabelRequirement[]): readonly LabelRequirement[] {
  return requirements.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
}
