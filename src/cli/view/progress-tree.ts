import { shortHumanDuration } from '#kube'
import type { ProgressNode, ProgressState } from './progress-state.ts'
import { cutText, plainText } from './progress-width.ts'

/** How a tree is drawn. */
export interface TreeForm {
  readonly columns: number
  /** Lines that fit. */
  readonly rows: number
  readonly hasColour: boolean
  /** Since the beginning. */
  readonly elapsedMs: number
}

type Mark = 'ready' | 'in-progress' | 'failed' | 'gone' | 'dim'

interface Line {
  readonly text: string
  readonly mark: Mark
  /** What goes first when there is no room: large ones. */
  readonly rank: number
}

const SIGNS: Readonly<Record<ProgressNode['state'], string>> = {
  ready: '✓',
  'in-progress': '◌',
  failed: '✗',
  gone: '✓',
}
const COLOURS: Readonly<Record<Mark, string>> = {
  ready: '\u001b[32m',
  'in-progress': '\u001b[33m',
  failed: '\u001b[31m',
  gone: '\u001b[32m',
  dim: '\u001b[2m',
}
const RESET = '\u001b[0m'
/** Lines of events and logs shown below one object. */
const SHOWN_LINES = 4

/** The tree as lines that fit into a terminal: what is not ready first to stay, ready objects first to go. */
export function treeLines(state: ProgressState, form: TreeForm): string[] {
  const lines = [...state.roots.values()].flatMap((node) => nodeLines(node, 0))
  const room = Math.max(1, form.rows - 2)
  const shown = fit(lines, room)
  const hidden = lines.length - shown.length
  const ready = [...state.roots.values()].filter((node) => node.state === 'ready' || node.state === 'gone').length
  const head = `${ready} of ${state.roots.size} ready, ${shortHumanDuration(form.elapsedMs)}`
  return [
    paint({ text: head, mark: 'dim', rank: 0 }, form),
    ...shown.map((line) => paint(line, form)),
    ...(hidden > 0 ? [paint({ text: `… ${hidden} more lines`, mark: 'dim', rank: 0 }, form)] : []),
  ]
}

function nodeLines(node: ProgressNode, depth: number): Line[] {
  const pad = '  '.repeat(depth)
  const isOver = node.state === 'ready' || node.state === 'gone'
  const text = `${pad}${SIGNS[node.state]} ${node.title}${node.reason === '' ? '' : `  ${node.reason}`}`
  const own: Line = { text, mark: node.state, rank: isOver ? 3 + depth : depth }
  if (isOver) return [own]
  const lines = node.lines
    .slice(-SHOWN_LINES)
    .map((line): Line => ({ text: `${pad}  ${line.from === 'log' ? '|' : '!'} ${line.text}`, mark: 'dim', rank: 2 }))
  return [own, ...lines, ...[...node.children.values()].flatMap((child) => nodeLines(child, depth + 1))]
}

/** So many lines, those of the smallest ranks, in their order. */
function fit(lines: readonly Line[], room: number): readonly Line[] {
  if (lines.length <= room) return lines
  const kept = new Set([...lines].sort((a, b) => a.rank - b.rank).slice(0, room))
  return lines.filter((line) => kept.has(line))
}

function paint({ text, mark }: Line, { columns, hasColour }: TreeForm): string {
  const cut = cutText(plainText(text), columns)
  return hasColour ? `${COLOURS[mark]}${cut}${RESET}` : cut
}
