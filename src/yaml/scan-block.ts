import { type Cursor, isBlank, isBreak } from './cursor.ts'

/** What the line of a block scalar's indicator says. */
interface BlockHeader {
  /** 1 keeps all trailing breaks, 0 keeps one, -1 none. */
  readonly chomping: number
  /** Indentation asked for, 0 if it is to be found. */
  readonly increment: number
}

/** Reads a block scalar; the cursor stands on `|` or `>`, `parentIndent` is the column of the enclosing collection. */
export function scanBlock(cursor: Cursor, parentIndent: number): string {
  const literal = cursor.code === 124
  cursor.position++
  const header = scanHeader(cursor)
  skipRestOfLine(cursor)
  const indent = header.increment === 0 ? 0 : Math.max(parentIndent, 0) + header.increment
  const state = { indent, parentIndent }
  let breaks = scanBreaks(cursor, state)
  let value = ''
  let lastBreak = ''
  let afterBlank = false
  while (cursor.column === state.indent && cursor.code !== 0) {
    const startsBlank = isBlank(cursor.code)
    if (!literal && lastBreak === '\n' && !afterBlank && !startsBlank) {
      value += breaks === '' ? ' ' : breaks
    } else {
      value += lastBreak + breaks
    }
    afterBlank = startsBlank
    value += takeLine(cursor)
    lastBreak = isBreak(cursor.code) ? cursor.takeBreak() : ''
    breaks = scanBreaks(cursor, state)
  }
  if (header.chomping !== -1) value += lastBreak
  if (header.chomping === 1) value += breaks
  return value
}

function chompingOf(code: number): number {
  return code === 43 ? 1 : code === 45 ? -1 : 0
}

function scanHeader(cursor: Cursor): BlockHeader {
  let chomping = chompingOf(cursor.code)
  if (chomping !== 0) {
    cursor.position++
    return { chomping, increment: scanIncrement(cursor) }
  }
  const increment = scanIncrement(cursor)
  if (increment !== 0) {
    chomping = chompingOf(cursor.code)
    if (chomping !== 0) cursor.position++
  }
  return { chomping, increment }
}

function scanIncrement(cursor: Cursor): number {
  const code = cursor.code
  if (code < 48 || code > 57) return 0
  if (code === 48) cursor.fail('found an indentation indicator equal to 0')
  cursor.position++
  return code - 48
}

function skipRestOfLine(cursor: Cursor): void {
  while (isBlank(cursor.code)) cursor.position++
  if (cursor.code === 35) skipToBreak(cursor)
  const code = cursor.code
  if (code === 0) return
  if (!isBreak(code)) cursor.fail('did not find expected comment or line break')
  cursor.takeBreak()
}

function skipToBreak(cursor: Cursor): void {
  for (let code = cursor.code; code !== 0 && !isBreak(code); code = cursor.code) cursor.position++
}

function takeLine(cursor: Cursor): string {
  const start = cursor.position
  skipToBreak(cursor)
  return cursor.text.slice(start, cursor.position)
}

/** Steps over empty lines and indentation; finds the indentation at the first line that is not empty. */
function scanBreaks(cursor: Cursor, state: { indent: number; readonly parentIndent: number }): string {
  let breaks = ''
  let widest = 0
  for (;;) {
    while ((state.indent === 0 || cursor.column < state.indent) && cursor.code === 32) cursor.position++
    if (cursor.column > widest) widest = cursor.column
    const code = cursor.code
    if (code === 9 && (state.indent === 0 || cursor.column < state.indent)) {
      cursor.fail('found a tab character where an indentation space is expected')
    }
    if (!isBreak(code)) break
    breaks += cursor.takeBreak()
  }
  if (state.indent === 0) state.indent = Math.max(widest, state.parentIndent + 1, 1)
  return breaks
}
