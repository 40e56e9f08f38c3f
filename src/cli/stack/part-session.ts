import type { Output, Session } from '../frame/session.ts'
import type { Progress } from '../view/progress.ts'
import type { JointProgress } from './joint-progress.ts'

/** The session of one release among several. */
export interface PartSession extends Session {
  /** Where its progress is shown together with that of the others; undefined: by lines of its own. */
  readonly progress: Progress | undefined
  /** Prints a result, past what is drawn. */
  readonly print: (line: string) => void
}

/**
 * The session of one release among several: what it prints is not shown, what it tells stands behind its name, a whole line
 * at a time, because others tell at the same time. Paths that it is given start at `folder`.
 */
export function partSession(session: Session, { title, folder, joint }: PartPlace): PartSession {
  const silent = Object.assign(outputOf(session.stdout), { write: () => undefined, writeParts: () => undefined })
  const past = (write: () => void): void => (joint === undefined ? write() : joint.past(write))
  const stderr = prefixed(session.stderr, title, past)
  const print = (line: string): void => past(() => session.stdout.write(`${line}\n`))
  let progress: Progress | undefined
  // Not a spread: asking for stdin would open it.
  return Object.create(session, {
    cwd: { value: folder, enumerable: true },
    stdout: { value: silent, enumerable: true },
    stderr: { value: stderr, enumerable: true },
    print: { value: print, enumerable: true },
    progress: { get: () => (progress ??= joint?.part(title)), enumerable: true },
  }) as PartSession
}

/** Whose session it is. */
export interface PartPlace {
  readonly title: string
  readonly folder: string
  readonly joint: JointProgress | undefined
}

/** Getters do not survive a spread; a part is no terminal. */
function outputOf(output: Output): Output {
  return {
    write: (text) => output.write(text),
    writeParts: (parts) => output.writeParts(parts),
    isTerminal: false,
    get stream() {
      return output.stream
    },
  }
}

function prefixed(output: Output, name: string, past: (write: () => void) => void): Output {
  let rest = ''
  const write = (text: string | Uint8Array): void => {
    const lines = (rest + (typeof text === 'string' ? text : Buffer.from(text).toString('utf8'))).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) past(() => output.write(lines.map((line) => `${name}: ${line}\n`).join('')))
  }
  return Object.assign(outputOf(output), {
    write,
    writeParts: (parts: readonly (string | Uint8Array)[]) => parts.forEach(write),
  })
}
