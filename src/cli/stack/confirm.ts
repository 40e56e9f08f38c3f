import { createInterface } from 'node:readline'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** Asks a question whose answer is yes or anything else; one line of standard input is read. Throws CliError `interrupted`. */
export async function confirms(question: string, { stdin, stderr, signal }: Session): Promise<boolean> {
  stderr.write(`${question} [y/n]: `)
  const lines = createInterface({ input: stdin, signal })
  try {
    for await (const line of lines) return /^\s*y(?:es)?\s*$/i.test(line)
    if (signal.aborted) throw new CliError('interrupted', 'nothing was done')
    return false
  } finally {
    lines.close()
  }
}
