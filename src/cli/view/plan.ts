import type { Plan } from '#plan'
import type { Session } from '../frame/session.ts'
import type { FieldView } from './plan-lines.ts'
import { markdownPlan } from './plan-markdown.ts'
import { simplePlan, textPlan } from './plan-text.ts'

/** How a plan is shown. */
export interface PlanFlags {
  readonly output: 'text' | 'simple' | 'json' | 'markdown'
  readonly context: number
  readonly suppress: readonly string[]
  readonly color: 'auto' | 'always' | 'never'
  readonly colour: string | undefined
}

/** A plan in the form that is asked for, kinds and lines that are suppressed left out. */
export function shownPlan(
  plan: Plan,
  flags: PlanFlags,
  session: Session,
  isSuppressed?: FieldView['isSuppressed'],
): string {
  const hidden = new Set(flags.suppress.map((kind) => kind.toLowerCase()))
  const shown = {
    ...plan,
    changes: plan.changes.filter(({ gvk }) => !hidden.has(gvk.kind.toLowerCase())),
    hooks: plan.hooks.filter(({ kind }) => !hidden.has(kind.toLowerCase())),
  }
  const view = { context: flags.context, isSuppressed }
  switch (flags.output) {
    case 'json':
      return `${JSON.stringify(shown, undefined, 2)}\n`
    case 'markdown':
      return markdownPlan(shown, view)
    case 'simple':
      return simplePlan(shown, { hasColour: hasColour(flags, session) })
    case 'text':
      return textPlan(shown, { ...view, hasColour: hasColour(flags, session) })
  }
}

function hasColour({ color, colour }: PlanFlags, { stdout, environment }: Session): boolean {
  const wish = colour ?? color
  if (wish !== 'auto') return wish === 'always'
  return stdout.isTerminal && !environment['NO_COLOR']
}
