import { type Cause, type FieldChange, type ObjectChange, type Plan, shownPath } from '#plan'
import { dump } from '#yaml'
import { lineDiff } from './line-diff.ts'
import { CLASS_WORDS } from './plan-words.ts'

/** `Upgrade of web in default, revision 3 → 4`. */
export function titleOf({ operation, release: { name, namespace, revision } }: Plan): string {
  const title = `${OPERATIONS[operation]} of ${name} in ${namespace}`
  if (operation === 'uninstall') return title
  return `${title}, revision ${revision === 1 ? '1' : `${revision - 1} → ${revision}`}`
}

const OPERATIONS: Readonly<Record<Plan['operation'], string>> = {
  install: 'Installation',
  upgrade: 'Upgrade',
  rollback: 'Rollback',
  uninstall: 'Uninstallation',
}

/** `Deployment/web`, with its namespace where that is not the release's own. */
export function objectName({ gvk: { kind }, name, namespace }: ObjectChange, { release }: Plan): string {
  return namespace === '' || namespace === release.namespace ? `${kind}/${name}` : `${kind}/${name} in ${namespace}`
}

/** `1 to create, 2 to restart, 14 unchanged`. */
export function summaryLine({ changes }: Plan): string {
  const words = Object.entries(CLASS_WORDS).flatMap(([name, { counted }]) => {
    const count = changes.filter(({ change }) => change === name).length
    return count === 0 ? [] : [`${count} ${counted}`]
  })
  if (words.length === 0) return 'No objects'
  return changes.every(({ change }) => change === 'unchanged') ? `No changes: ${words.join(', ')}` : words.join(', ')
}

/** Longest value that stands beside its field. */
const MAX_INLINE = 80

/** One field: on a line where both values are short, else line by line with `│` before each; then its cause. */
export function fieldLines(field: FieldChange, context: number): readonly string[] {
  const { path, before, after } = field
  const [old, next] = [inline(before), inline(after)]
  const name = `    ${shownPath(path) || 'all of it'}`
  const values =
    old !== undefined && next !== undefined
      ? [`${name}: ${shortChange(old, next)}`]
      : [`${name}:`, ...lineDiff(wholeText(before), wholeText(after), context).map((line) => `      │${line}`)]
  const why = [immutableText(field), causeText(field.cause), overwrittenText(field)].filter((text) => text !== '')
  return [...values, ...why.map((text) => `        ↳ ${text}`)]
}

function shortChange(old: string, next: string): string {
  if (old === '') return `+ ${next}`
  return next === '' ? `- ${old}` : `${old} → ${next}`
}

/** A value on one line; empty for none, undefined where it needs more room. */
function inline(value: unknown): string | undefined {
  if (value === undefined) return ''
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  if (typeof value === 'object' && value !== null && !isEmpty) return undefined
  const text = JSON.stringify(value)
  return text.length <= MAX_INLINE && !text.includes('\\n') ? text : undefined
}

function wholeText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : dump(value)
}

function immutableText({ immutable }: FieldChange): string {
  return immutable === undefined ? '' : `cannot change in place: ${immutable}`
}

function overwrittenText({ overwrites }: FieldChange): string {
  if (overwrites === undefined) return ''
  return `overwrites what ${overwrites.manager} wrote${overwrites.time === '' ? '' : ` at ${overwrites.time}`}`
}

/** Who made a field change; empty where nobody knows. */
export function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'template': {
      const values = cause.values.length === 0 ? '' : `  ${cause.values.join(', ')}`
      return `${cause.file}:${cause.line}${values}`
    }
    case 'drift': {
      const time = cause.time === '' ? '' : ` at ${cause.time}`
      return `changed by ${cause.manager === '' ? 'somebody' : cause.manager}${time}`
    }
    case 'server':
      return 'filled in by the server'
    case 'unknown':
      return ''
  }
}
