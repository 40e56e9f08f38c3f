import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import type { KustomizeError, Position } from '#render'
import type { Session } from '../frame/session.ts'
import { codeFrame } from './frame.ts'

/** A failed build as it is shown: places relative to where the program runs, with the lines around them. Any other error stays. */
export function framedFailure(error: Error, session: Session): Error {
  // told by its name: loading the room for the sake of its class would slow every other failure
  if (error.name !== 'KustomizeError') return error
  const { message, code, cause, ...found } = error as KustomizeError
  const position = found.position && { ...found.position, file: shownPath(found.position.file, session) }
  const hint = found.hint?.replaceAll(`${session.cwd}${sep}`, '')
  const frame = found.position && frameAt(found.position, position?.file ?? '')
  return Object.assign(new Error(message, { cause }), { code, position, hint, frame })
}

/** A path below the folder where the program runs without that; any other as it is. */
export function shownPath(file: string, { cwd }: Session): string {
  if (!isAbsolute(file)) return file
  const path = relative(cwd, file)
  return path.startsWith(`..${sep}..${sep}`) || path === '' ? file : path
}

/** Files beyond this are not read for the sake of a frame. */
const MAX_BYTES = 4 * 1024 * 1024

function frameAt({ file, line, column }: Position, shown: string): string[] | undefined {
  try {
    if (statSync(file).size > MAX_BYTES) return undefined
    const frame = codeFrame({ file: shown, text: readFileSync(file, 'utf8'), line, column })
    return frame.length > 0 ? frame : undefined
  } catch {
    return undefined
  }
}
