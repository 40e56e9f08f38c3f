import type { Flags } from './flag.ts'

/** The most words that name a command: `kustomize edit add resource`. */
export const MAX_NAME_WORDS = 4

/**
 * Takes the words that may name a command (the first ones that are no flags) off a command line. Global flags may stand
 * before them, and their values are not mistaken for names.
 */
export function splitWords(words: readonly string[], flags: Flags): { names: string[]; others: string[] } {
  const names: string[] = []
  const others: string[] = []
  let at = 0
  while (at < words.length && names.length < MAX_NAME_WORDS) {
    const word = words[at++] as string
    if (!word.startsWith('-') || word === '-') {
      names.push(word)
      continue
    }
    if (names.length > 0 || word === '--') return { names, others: [...others, word, ...words.slice(at)] }
    others.push(word)
    if (takesNext(word, flags) && at < words.length) others.push(words[at++] as string)
  }
  return { names, others: [...others, ...words.slice(at)] }
}

function takesNext(word: string, flags: Flags): boolean {
  if (word.includes('=')) return false
  const entry = word.startsWith('--')
    ? flags[word.slice(2)]
    : Object.values(flags).find((flag) => word.length === 2 && flag.short === word[1])
  return entry !== undefined && entry.kind !== 'boolean' && entry.bare === undefined
}
