import type { Output } from '../frame/session.ts'

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

/** A screen at the place where the cursor stands. Terminals that know synchronized output show each frame whole. */
export function openScreen(output: Output): Screen {
  let height = 0
  const back = (): string => (height === 0 ? '' : `\u001b[${height}A\r`)
  return {
    draw: (lines) => {
      const text = lines.map((line) => `${line}${CLEAR_LINE}\n`).join('')
      output.write(`${BEGIN}${HIDE_CURSOR}${back()}${text}${CLEAR_BELOW}${END}`)
      height = lines.length
    },
    end: (keeps) => {
      output.write(keeps === 'kept' || height === 0 ? SHOW_CURSOR : `${back()}${CLEAR_BELOW}${SHOW_CURSOR}`)
      height = 0
    },
    size: () => {
      const { columns, rows } = output.stream as { readonly columns?: number; readonly rows?: number }
      return { columns: columns || FALLBACK.columns, rows: rows || FALLBACK.rows }
    },
  }
}
