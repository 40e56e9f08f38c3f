import type { ObjectChange, Plan } from '#plan'
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

/** Longest comment that forges take, less what stands around it. */
const MAX_LENGTH = 60_000

/** A plan as a comment of a pull request: a table of objects, and what changes in each folded away. */
export function markdownPlan(plan: Plan, view: FieldView): string {
  const changes = plan.changes.filter(isShown)
  const notes = [
    ...plan.refusals.map((text) => `> [!CAUTION]\n> ${quoted(text)}\n`),
    ...plan.warnings.map((text) => `> [!WARNING]\n> ${quoted(text)}\n`),
  ]
  const head = [`### ${escaped(titleOf(plan))}`, '', `**${summaryLine(plan)}**`, '', ...notes]
  const hooks = plan.hooks.map((hook) => `- ${escaped(hookText(hook))}`)
  const blocks = [
    ...changes.map((change) => blockOf(change, plan, view)),
    ...plan.hooks.map((hook) =>
      foldedLines(
        hookText(hook),
        hook.fields.flatMap((field) => fieldLines(field, view)),
      ),
    ),
  ]
  const text = [
    ...head,
    ...(changes.length === 0
      ? []
      : ['| | Object | |', '|---|---|---|', ...changes.map((change) => rowOf(change, plan)), '']),
    ...stageLines(changes, plan),
    ...(hooks.length === 0 ? [] : ['Hooks:', '', ...hooks, '']),
  ].join('\n')
  return withBlocks(
    text,
    blocks.filter((block) => block !== ''),
  )
}

/** What waits for what. */
function stageLines(changes: readonly ObjectChange[], plan: Plan): readonly string[] {
  const rows = (plan.stages ?? []).flatMap((_, stage) => {
    const gates = stageText(stage, plan)
    const names = changes.filter((change) => change.stage === stage).map((change) => objectName(change, plan))
    return gates === '' || names.length === 0 ? [] : [`- ${escaped(`${gates} ${names.join(', ')}`)}`]
  })
  return rows.length === 0 ? [] : ['Order:', '', ...rows, '']
}

function rowOf(change: ObjectChange, plan: Plan): string {
  const { sign } = CLASS_WORDS[change.change]
  return `| \`${sign}\` | ${escaped(objectName(change, plan))} | ${escaped(wordsOf(change))} |`
}

function blockOf(change: ObjectChange, plan: Plan, view: FieldView): string {
  const why = change.cause === undefined ? '' : causeText(change.cause)
  const lines = [
    ...(why === '' ? [] : [`        ↳ ${why}`]),
    ...change.fields.flatMap((field) => fieldLines(field, view)),
    ...foreignLines(change),
    ...change.warnings.map((text) => `    ! ${text}`),
  ]
  return foldedLines(`${objectName(change, plan)} ${wordsOf(change)}`, lines)
}

/** Lines folded away below a title; empty where there are none. */
function foldedLines(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const shown = lines.map(diffLine)
  const fence = fenceFor(shown)
  return `<details><summary>${escaped(title)}</summary>\n\n${fence}diff\n${shown.join('\n')}\n${fence}\n</details>\n`
}

/** With the sign first, so that lines get their colours. */
function diffLine(line: string): string {
  const found = /^ *│([ +-])(.*)$/.exec(line)
  return found === null ? line.replace(/^ {4}/, '') : `${found[1] ?? ''}     ${found[2] ?? ''}`
}

/** Longer than any in the text. */
function fenceFor(lines: readonly string[]): string {
  const longest = lines.reduce((most, line) => Math.max(most, /`+/.exec(line)?.[0].length ?? 0), 2)
  return '`'.repeat(longest + 1)
}

function withBlocks(head: string, blocks: readonly string[]): string {
  let text = `${head}\n`
  for (const [at, block] of blocks.entries()) {
    if (text.length + block.length > MAX_LENGTH) return `${text}\n…and ${blocks.length - at} more objects.\n`
    text += block
  }
  return text
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign).replaceAll('|', '\\|')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function quoted(text: string): string {
  return escaped(text).replaceAll('\n', '\n> ')
}
