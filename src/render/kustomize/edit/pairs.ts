import { refuse } from './refuse.ts'

/** `key:value` words as a map; the value may stand in double quotes, a word without colon is a key. Throws `bad-config`. */
export function readPairs(words: readonly string[], noun: string): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const word of words) {
    const colon = word.indexOf(':')
    if (colon === 0) refuse(`invalid ${noun}: '${word}' (need k:v pair where v may be quoted)`)
    if (colon < 0) pairs.set(word, '')
    else pairs.set(word.slice(0, colon), withoutQuotes(word.slice(colon + 1)))
  }
  return new Map([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The same for words that commas separate. */
export function readPairList(text: string, noun: string): Map<string, string> {
  return text === '' ? new Map() : readPairs(text.split(','), noun)
}

function withoutQuotes(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text
}
