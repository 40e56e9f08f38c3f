import { execFile } from 'node:child_process'

/** Time for somebody to unlock what holds the keys. */
const TIMEOUT_MS = 120_000
const MAX_BYTES = 1024 * 1024

/**
 * What a command of the user prints. It is split into words as a shell splits them, and run without one. Throws an Error that
 * says how it ended, with its own last words.
 */
export function runKeyCommand(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const [program = '', ...words] = splitCommand(text)
  const settings = { env: environment as NodeJS.ProcessEnv, timeout: TIMEOUT_MS, maxBuffer: MAX_BYTES }
  return new Promise((resolve, reject) => {
    const child = execFile(program, words, settings, (error, output, complaint) => {
      if (error === null) resolve(output)
      else reject(new Error(failureOf(error, complaint.trim()), { cause: error }))
    })
    child.stdin?.end()
  })
}

function failureOf({ code, message }: Error & { readonly code?: unknown }, complaint: string): string {
  const ending = typeof code === 'number' ? `exit status ${code}` : code === 'ENOENT' ? 'no such program' : message
  return complaint === '' ? ending : `${ending}: ${complaint.split('\n').at(-1)}`
}

const WORD = /\s*(?:#[^\n]*)?((?:[^\s'"\\]|\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*")*)/gy
const PIECE = /'([^']*)'|"((?:[^"\\]|\\[^])*)"|\\([^])|[^'"\\]+/g

/** The words of a command line: quotes of both kinds, backslashes, and comments. Throws an Error for a quote without end. */
function splitCommand(text: string): readonly string[] {
  const words: string[] = []
  let end = 0
  for (const [found, word = ''] of text.matchAll(WORD)) {
    end += found.length
    if (word !== '') words.push(word.replace(PIECE, plain))
    if (found === '') break
  }
  if (end < text.length) throw new Error('the command has a quote without end')
  if (words.length === 0) throw new Error('the command is empty')
  return words
}

function plain(piece: string, single?: string, double?: string, escaped?: string): string {
  return single ?? double?.replace(/\\([^])/g, '$1') ?? escaped ?? piece
}
