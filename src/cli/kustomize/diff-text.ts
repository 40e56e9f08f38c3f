import type { ResourceChange } from '#render'

/** The names of the two sides, and whether the reader sees colours. */
export interface DiffView {
  readonly from: string
  readonly to: string
  readonly hasColour: boolean
}

/** Changes as one unified diff, a file an object. */
export function diffText(changes: readonly ResourceChange[], view: DiffView): string {
  return changes
    .flatMap((change) => [...heading(change, view), ...change.lines])
    .map((line) => `${view.hasColour ? coloured(line) : line}\n`)
    .join('')
}

const NOTHING = '/dev/null'

function heading({ id, formerId = id, change }: ResourceChange, { from, to }: DiffView): string[] {
  return [
    `--- ${change === 'added' ? NOTHING : `${from} ${formerId}`}`,
    `+++ ${change === 'removed' ? NOTHING : `${to} ${id}`}`,
  ]
}

/** Beginnings of lines and how they are shown: bold, cyan, red, green. */
const COLOURS: readonly (readonly [start: string, code: string])[] = [
  ['--- ', '1'],
  ['+++ ', '1'],
  ['@@ ', '36'],
  ['-', '31'],
  ['+', '32'],
]

function coloured(line: string): string {
  const code = COLOURS.find(([start]) => line.startsWith(start))?.[1]
  return code === undefined ? line : `\u001b[${code}m${line}\u001b[0m`
}
