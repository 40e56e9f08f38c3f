import type { Program } from '#cluster'
import type { Session } from '../frame/session.ts'

/** This program again, with other words. On Node the script is one of them. */
export function programWith(words: readonly string[], session: Session): Program {
  const script = process.versions['bun'] === undefined ? [...process.execArgv, process.argv[1] ?? ''] : []
  return { path: process.execPath, args: [...script, ...words], environment: session.environment }
}
