import { createInterface } from 'node:readline'
import type { Session } from '../frame/session.ts'

/** Asks a question whose answer is yes or anything else; one line of standard input is read. */
export async function confirms(question: string, { stdin, stderr, signal }: Session): Promise<boolean> {
  stderr.write(`${question} [y/n]: `)
  const lines = createInterface({ input: stdin, signal })
  try {
    for await (const line of lines) return /^\s*y(?:es)?\s*$/i.test(line)
    return false
  } finally {
    lines.close()
  }
}
