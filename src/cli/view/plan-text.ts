import type { FieldChange, ObjectChange, Plan } from '#plan'
import { fieldLines, objectName, summaryLine, titleOf } from './plan-lines.ts'
import { CLASS_WORDS, isChange } from './plan-words.ts'

/** How the text looks. */
export interface TextView {
  readonly context: number
  readonly hasColour: boolean
}

/** A plan for a terminal. */
export function textPlan(plan: Plan, view: TextView): string {
  const colour = view.hasColour ? coloured : (text: string): string => text
  const lines = [colour(titleOf(plan), '1'), '']
  for (const change of plan.changes.filter(isChange)) lines.push(...changeLines(change, plan, { view, colour }), '')
  if (plan.hooks.length > 0) {
    lines.push('Hooks', ...plan.hooks.map(({ event, kind, name }) => `  ${event} ${kind}/${name}`), '')
  }
  for (const text of plan.warnings) lines.push(colour(`Warning: ${text}`, '33'))
  for (const text of plan.refusals) lines.push(colour(`Refused: ${text}`, '31'))
  if (plan.warnings.length + plan.refusals.length > 0) lines.push('')
  lines.push(summaryLine(plan))
  return `${lines.join('\n')}\n`
}

type Colour = (text: string, code: string) => string

function coloured(text: string, code: string): string {
  return `\u001b[${code}m${text}\u001b[0m`
}

interface Shown {
  readonly view: TextView
  readonly colour: Colour
}

function changeLines(change: ObjectChange, plan: Plan, { view, colour }: Shown): readonly string[] {
  const { sign, words, colour: code } = CLASS_WORDS[change.change]
  const source = change.source === '' ? '' : `  (${change.source})`
  return [
    `${colour(`${sign} ${objectName(change, plan)}`, code)} ${words}${source}`,
    ...change.fields.flatMap((field) => shownField(field, { view, colour })),
    ...change.warnings.map((text) => colour(`    ! ${text}`, '33')),
  ]
}

function shownField(field: FieldChange, { view, colour }: Shown): readonly string[] {
  return fieldLines(field, view.context).map((line) => {
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
