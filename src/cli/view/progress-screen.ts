import type { Output } from '../frame/session.ts'
import { plainText, textWidth } from './progress-width.ts'

/** A part of a terminal that is drawn again and again. */
export interface Screen {
  /** Replaces what was drawn before, in one write. */
  draw(lines: readonly string[]): void
  /** Leaves what is drawn where it is, or takes it away. */
  end(keeps: 'kept' | 'cleared'): void
  size(): { readonly columns: number; readonly rows: number }
}

const BEGIN = '\u001b[?2026h'
const END = '\u001b[?2026l'
const CLEAR_LINE = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'
const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
const FALLBACK = { columns: 80, rows: 24 } as const

/**
 * A screen at the place where the cursor stands. Terminals that know synchronized output show each frame whole. After the
 * signal the cursor stays visible: a second one ends the program without a word.
 */
export function openScreen(output: Output, signal: AbortSignal): Screen {
  let drawn: readonly string[] = []
  const size = (): ReturnType<Screen['size']> => {
    const { columns, rows } = output.stream as { readonly columns?: number; readonly rows?: number }
    return { columns: columns || FALLBACK.columns, rows: rows || FALLBACK.rows }
  }
  const back = (): string => {
    const height = heightOf(drawn, size().columns)
    return height === 0 ? '' : `\u001b[${height}A\r`
  }
  const showCursor = (): void => output.write(SHOW_CURSOR)
  signal.addEventListener('abort', showCursor)
  return {
    draw: (lines) => {
      const text = lines.map((line) => `${CLEAR_LINE}${line}\n`).join('')
      const cursor = signal.aborted ? '' : HIDE_CURSOR
      output.write(`${BEGIN}${cursor}${back()}${text}${CLEAR_BELOW}${END}`)
      drawn = lines
    },
    end: (keeps) => {
      output.write(keeps === 'kept' || drawn.length === 0 ? SHOW_CURSOR : `${back()}${CLEAR_BELOW}${SHOW_CURSOR}`)
      drawn = []
      if (keeps === 'kept') signal.removeEventListener('abort', showCursor)
    },
    size,
  }
}

/** Lines that were drawn on a wider terminal take several rows by now. */
function heightOf(lines: readonly string[], columns: number): number {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(textWidth(plainText(line)) / columns)), 0)
}
