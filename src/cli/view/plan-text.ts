import type { FieldChange, ObjectChange, Plan } from '#plan'
import {
  causeText,
  type FieldView,
  fieldLines,
  foreignLines,
  hookText,
  objectName,
  stageText,
  summaryLine,
  titleOf,
  wordsOf,
} from './plan-lines.ts'
import { CLASS_WORDS, isShown } from './plan-words.ts'

/** How the text looks. */
export interface TextView extends FieldView {
  readonly hasColour: boolean
}

/** A plan for a terminal. */
export function textPlan(plan: Plan, view: TextView): string {
  const colour = view.hasColour ? coloured : (text: string): string => text
  const lines = [colour(titleOf(plan), '1'), '']
  let stage: number | undefined
  for (const change of plan.changes.filter(isShown)) {
    const gates = change.stage === stage ? '' : stageText(change.stage, plan)
    stage = change.stage
    if (gates !== '') lines.push(colour(gates, '2'), '')
    lines.push(...changeLines(change, plan, { view, colour }), '')
  }
  if (plan.hooks.length > 0) {
    const texts = plan.hooks.flatMap((hook) => [
      `  ${hookText(hook)}`,
      ...hook.fields.flatMap((field) => shownField(field, { view, colour })),
    ])
    lines.push('Hooks', ...texts, '')
  }
  for (const text of plan.warnings) lines.push(colour(`Warning: ${text}`, '33'))
  for (const text of plan.refusals) lines.push(colour(`Refused: ${text}`, '31'))
  if (plan.warnings.length + plan.refusals.length > 0) lines.push('')
  lines.push(summaryLine(plan))
  return `${lines.join('\n')}\n`
}

/** A plan in a line an object. */
export function simplePlan(plan: Plan, { hasColour }: Pick<TextView, 'hasColour'>): string {
  const colour = hasColour ? coloured : (text: string): string => text
  const lines = plan.changes.filter(isShown).map((change) => headLine(change, plan, colour))
  const hooks = plan.hooks.map((hook) => `  ${hookText(hook)}`)
  const refused = plan.refusals.map((text) => colour(`Refused: ${text}`, '31'))
  return `${[...lines, ...hooks, ...refused, summaryLine(plan)].join('\n')}\n`
}

type Colour = (text: string, code: string) => string

function coloured(text: string, code: string): string {
  return `\u001b[${code}m${text}\u001b[0m`
}

interface Shown {
  readonly view: TextView
  readonly colour: Colour
}

function headLine(change: ObjectChange, plan: Plan, colour: Colour): string {
  const { sign, colour: code } = CLASS_WORDS[change.change]
  return `${colour(`${sign} ${objectName(change, plan)}`, code)} ${wordsOf(change)}`
}

function changeLines(change: ObjectChange, plan: Plan, { view, colour }: Shown): readonly string[] {
  const { cause, source, fields, warnings } = change
  const from = source === '' ? '' : `  (${source})`
  const why = cause === undefined ? '' : causeText(cause)
  return [
    `${headLine(change, plan, colour)}${from}`,
    ...(why === '' ? [] : [colour(`        ↳ ${why}`, '2')]),
    ...fields.flatMap((field) => shownField(field, { view, colour })),
    ...foreignLines(change).map((line) => colour(line, '2')),
    ...warnings.map((text) => colour(`    ! ${text}`, '33')),
  ]
}

function shownField(field: FieldChange, { view, colour }: Shown): readonly string[] {
  return fieldLines(field, view).map((line) => {
    const code = COLOURS.find(([start]) => line.trimStart().startsWith(start))?.[1]
    return code === undefined ? line : colour(line, code)
  })
}

/** Beginnings of lines of texts that differ, and of causes. */
const COLOURS: readonly (readonly [string, string])[] = [
  ['│+', '32'],
  ['│-', '31'],
  ['↳', '2'],
]
