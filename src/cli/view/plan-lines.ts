import { type Cause, type FieldChange, type HookChange, type ObjectChange, type Plan, shownPath } from '#plan'
import { dump } from '#yaml'
import { lineDiff } from './line-diff.ts'
import { CLASS_WORDS } from './plan-words.ts'

/** How fields are shown. */
export interface FieldView {
  /** Equal lines around a change in a text. */
  readonly context: number
  /** Whether a line of a change is left out; absent: none is. */
  readonly isSuppressed?: ((line: string) => boolean) | undefined
}

/** `Upgrade of web in default, revision 3 → 4`. */
export function titleOf({ operation, release: { name, namespace, revision }, against }: Plan): string {
  const title = `${OPERATIONS[operation]} of ${name} in ${namespace}`
  if (operation === 'uninstall') return title
  if (against !== undefined) return `${title}, revision ${revision}, with ${placeText(against, namespace)}`
  return `${title}, revision ${revision === 1 ? '1' : `${revision - 1} → ${revision}`}`
}

function placeText({ name, namespace, revision }: NonNullable<Plan['against']>, own: string): string {
  return `revision ${revision} of ${name}${namespace === own ? '' : ` in ${namespace}`}`
}

const OPERATIONS: Readonly<Record<Plan['operation'], string>> = {
  install: 'Installation',
  upgrade: 'Upgrade',
  rollback: 'Rollback',
  uninstall: 'Uninstallation',
  comparison: 'Comparison',
}

/** `Deployment/web`, with its namespace where that is not the release's own. */
export function objectName({ gvk: { kind }, name, namespace }: ObjectChange, { release }: Plan): string {
  return namespace === '' || namespace === release.namespace ? `${kind}/${name}` : `${kind}/${name} in ${namespace}`
}

/** What happens to an object, behind its name. */
export function wordsOf({ change, renamedFrom }: ObjectChange): string {
  const { words } = CLASS_WORDS[change]
  return renamedFrom === undefined ? words : `${words} in place of ${renamedFrom}`
}

/** `pre-upgrade Job/migrate (changed)`. */
export function hookText({ event, kind, name, change }: HookChange): string {
  return `${event} ${kind}/${name}${change === 'unchanged' ? '' : ` (${change})`}`
}

/** What the objects behind a stage wait for; empty where they wait for nothing. */
export function stageText(stage: number | undefined, { stages }: Plan): string {
  const gates = stages?.[stage ?? 0] ?? []
  return gates.length === 0 ? '' : `when ${gates.join(', ')} ${gates.length === 1 ? 'is' : 'are'} ready:`
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

/**
 * One field: on a line where both values are short, else line by line with `│` before each; then its cause. Nothing where all
 * of it is suppressed.
 */
export function fieldLines(field: FieldChange, { context, isSuppressed }: FieldView): readonly string[] {
  const { path, before, after } = field
  const [old, next] = [inline(before), inline(after)]
  const name = `    ${shownPath(path) || 'all of it'}`
  const isShown = (line: string): boolean => isSuppressed?.(line) !== true
  const isShort = old !== undefined && next !== undefined
  const short = isShort ? [`${name}: ${shortChange(old, next)}`] : []
  const long = isShort
    ? []
    : lineDiff(wholeText(before), wholeText(after), context).filter((line) => isShown(line.slice(1)))
  const isHidden = isShort ? !short.every((line) => isShown(line.trim())) : !long.some((line) => /^[+-]/.test(line))
  if (isSuppressed !== undefined && isHidden) return []
  const values = isShort ? short : [`${name}:`, ...long.map((line) => `      │${line}`)]
  return [...values, ...whyTexts(field).map((text) => `        ↳ ${text}`)].map(printable)
}

/** Fields that others wrote and that stay. */
export function foreignLines({ foreign = [] }: ObjectChange): readonly string[] {
  return foreign.map(({ path, after, cause }) => {
    const value = inline(after) ?? '…'
    return printable(`    ${shownPath(path)}: ${value} stays, ${causeText(cause)}`)
  })
}

function whyTexts(field: FieldChange): readonly string[] {
  return [immutableText(field), causeText(field.cause), overwrittenText(field)].filter((text) => text !== '')
}

/** What a terminal would carry out is spelt. */
function printable(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are looked for
  return line.replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (sign) => {
    return `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
  })
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

/** Who made a change; empty where nobody knows. */
export function causeText(cause: Cause): string {
  switch (cause.kind) {
    case 'template':
      return withValues(`${cause.file}:${cause.line}`, cause.values)
    case 'values':
      return withValues(cause.file, cause.values)
    case 'drift': {
      const time = cause.time === '' ? '' : ` at ${cause.time}`
      return `changed by ${cause.manager === '' ? 'somebody' : cause.manager}${time}`
    }
    case 'revision':
      return `as revision ${cause.revision} has it`
    case 'server':
      return 'filled in by the server'
    case 'unknown':
      return ''
  }
}

function withValues(place: string, values: readonly string[]): string {
  return values.length === 0 ? place : `${place}  ${values.join(', ')}`
}
