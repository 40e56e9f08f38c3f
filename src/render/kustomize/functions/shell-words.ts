import { KustomizeError } from '../error.ts'

/** Splits a line as a shell does: quotes, backslashes and comments, but no expansion. Throws `bad-config`. */
export function splitShellWords(line: string): string[] {
  const state: State = { words: [], word: '', quote: '', isEscaped: false }
  for (const character of line) {
    if (character === '#' && state.quote === '' && !state.isEscaped) break
    take(state, character)
  }
  if (state.quote !== '') throw unclosed()
  endWord(state)
  return state.words
}

interface State {
  readonly words: string[]
  word: string
  quote: string
  isEscaped: boolean
}

function take(state: State, character: string): void {
  if (state.isEscaped) {
    state.word += character
    state.isEscaped = false
  } else if (character === '\\' && state.quote !== "'") state.isEscaped = true
  else if ((character === "'" || character === '"') && state.quote === '') state.quote = character
  else if (character === state.quote) state.quote = ''
  else if (/[\s\u0085]/.test(character) && state.quote === '') endWord(state)
  else state.word += character
}

function endWord(state: State): void {
  if (state.word !== '') state.words.push(state.word)
  state.word = ''
}

function unclosed(): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message: 'failed to parse argsOneLiner: unclosed quote in string' })
}
