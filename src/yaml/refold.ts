import { Cursor } from './cursor.ts'
import { scanBlock } from './scan-block.ts'

/** What keeps a text from being written as a folded scalar: a blank before a break or at the end, odd characters. */
const NEVER_FOLDED = / [\n\u2028\u2029]| $|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufeff\ufffe\uffff]/
/** A line that starts with a blank, where writing and reading again can change a folded text. */
const INDENTED = /^[ \t\n]|\n[ \t]|\n\n$|[\u2028\u2029]/

/**
 * What becomes of the text of a folded scalar when go-yaml v3 writes it and reads it again: before a line that starts
 * with a blank it adds an empty line. Source: go-yaml v3 emitterc.go, yaml_emitter_write_folded_scalar.
 */
export function refold(text: string): string {
  if (!INDENTED.test(text) || text.startsWith('\t') || NEVER_FOLDED.test(text)) return text
  return scanBlock(new Cursor(folded(text)), 0)
}

/** True for a text that can be written as a block scalar. */
export function canBeBlock(text: string): boolean {
  return text !== '' && !NEVER_FOLDED.test(text)
}

/** How many lines the text of a folded scalar takes when it is written. */
export function foldedLines(text: string): number {
  const lines = folded(text).split('\n').length - 1
  return text.endsWith('\n') ? lines - 1 : lines
}

/** True for a text that is written as a block scalar which cannot be read again, since its first line starts with a tab. */
export function startsWithTab(text: string): boolean {
  return text.startsWith('\t') && !NEVER_FOLDED.test(text)
}

function folded(text: string): string {
  const addsBreak = !/^[\n\u2028\u2029]*[ \t]/.test(text)
  let written = `>${/^[ \n\u2028\u2029]/.test(text) ? '2' : ''}${chompingOf(text)}\n`
  let atStart = true
  let leads = true
  for (const character of text) {
    if (isBreak(character)) {
      if (!atStart && !leads && character === '\n' && addsBreak) written += '\n'
      written += character
      atStart = true
      continue
    }
    if (atStart) {
      written += '  '
      leads = character === ' ' || character === '\t'
    }
    written += character
    atStart = false
  }
  return written
}

function isBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\u2028' || character === '\u2029'
}

function chompingOf(text: string): string {
  const last = text.length - 1
  if (!isBreak(text[last])) return '-'
  return last === 0 || isBreak(text[last - 1]) ? '+' : ''
}
