import { type Edit, editScript } from './edit-script.ts'

/** Two texts as `diff -u` shows them, without the two lines of names: hunks with `context` equal lines around. */
export function unifiedLines(before: string, after: string, context: number): string[] {
  const [left, right] = [linesOf(before), linesOf(after)]
  return hunksOf(editScript(left, right), context).flatMap((hunk) => [
    heading(hunk),
    ...hunk.map(({ kind, left: at, right: to }) => MARKS[kind] + (kind === 'added' ? right[to] : left[at])),
  ])
}

const MARKS = { same: ' ', removed: '-', added: '+' } as const

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

/** Runs of edits; changes with at most twice the context between them share one. */
function hunksOf(edits: readonly Edit[], context: number): Edit[][] {
  const hunks: Edit[][] = []
  let end = 0
  for (const [at, { kind }] of edits.entries()) {
    if (kind === 'same') continue
    const start = Math.max(at - context, end)
    const stop = Math.min(at + context + 1, edits.length)
    const last = hunks.at(-1)
    if (last !== undefined && start === end) last.push(...edits.slice(end, stop))
    else hunks.push(edits.slice(start, stop))
    end = Math.max(end, stop)
  }
  return hunks
}

function heading(hunk: readonly Edit[]): string {
  const first = hunk[0] as Edit
  const lefts = hunk.filter(({ kind }) => kind !== 'added').length
  const rights = hunk.filter(({ kind }) => kind !== 'removed').length
  return `@@ -${range(first.left, lefts)} +${range(first.right, rights)} @@`
}

/** As GNU diff counts: from 1, the line before an empty range, and a length of 1 left out. */
function range(at: number, length: number): string {
  const start = length === 0 ? at : at + 1
  return length === 1 ? `${start}` : `${start},${length}`
}
