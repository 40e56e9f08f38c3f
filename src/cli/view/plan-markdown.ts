import type { ObjectChange, Plan } from '#plan'
import { fieldLines, objectName, summaryLine, titleOf } from './plan-lines.ts'
import { CLASS_WORDS, isChange } from './plan-words.ts'

/** Longest comment that forges take, less what stands around it. */
const MAX_LENGTH = 60_000

/** A plan as a comment of a pull request: a table of objects, and what changes in each folded away. */
export function markdownPlan(plan: Plan, context: number): string {
  const changes = plan.changes.filter(isChange)
  const notes = [
    ...plan.refusals.map((text) => `> [!CAUTION]\n> ${quoted(text)}\n`),
    ...plan.warnings.map((text) => `> [!WARNING]\n> ${quoted(text)}\n`),
  ]
  const head = [`### ${escaped(titleOf(plan))}`, '', `**${summaryLine(plan)}**`, '', ...notes]
  const hooks = plan.hooks.map(({ event, kind, name }) => `- ${event} \`${kind}/${name}\``)
  const blocks = changes.filter(({ fields, warnings }) => fields.length + warnings.length > 0)
  const text = [
    ...head,
    ...(changes.length === 0
      ? []
      : ['| | Object | |', '|---|---|---|', ...changes.map((change) => rowOf(change, plan)), '']),
    ...(hooks.length === 0 ? [] : ['Hooks:', '', ...hooks, '']),
  ].join('\n')
  return withBlocks(
    text,
    blocks.map((change) => blockOf(change, plan, context)),
  )
}

function rowOf(change: ObjectChange, plan: Plan): string {
  const { sign, words } = CLASS_WORDS[change.change]
  return `| \`${sign}\` | ${escaped(objectName(change, plan))} | ${words} |`
}

function blockOf(change: ObjectChange, plan: Plan, context: number): string {
  const lines = [
    ...change.fields.flatMap((field) => fieldLines(field, context)).map(diffLine),
    ...change.warnings.map((text) => `! ${text}`),
  ]
  const fence = fenceFor(lines)
  const name = escaped(`${objectName(change, plan)} ${CLASS_WORDS[change.change].words}`)
  return `<details><summary>${name}</summary>\n\n${fence}diff\n${lines.join('\n')}\n${fence}\n</details>\n`
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
