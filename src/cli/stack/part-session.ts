import type { Output, Session } from '../frame/session.ts'

/**
 * The session of one release among several: what it prints is not shown, what it tells stands behind its name, a whole line
 * at a time, because others tell at the same time.
 */
export function partSession(session: Session, name: string): Session {
  const silent = Object.assign(outputOf(session.stdout), { write: () => undefined, writeParts: () => undefined })
  const stderr = prefixed(session.stderr, name)
  // Not a spread: asking for stdin would open it.
  return Object.create(session, {
    stdout: { value: silent, enumerable: true },
    stderr: { value: stderr, enumerable: true },
  }) as Session
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

function prefixed(output: Output, name: string): Output {
  let rest = ''
  const write = (text: string | Uint8Array): void => {
    const lines = (rest + (typeof text === 'string' ? text : Buffer.from(text).toString('utf8'))).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) output.write(`${name}: ${line}\n`)
  }
  return Object.assign(outputOf(output), {
    write,
    writeParts: (parts: readonly (string | Uint8Array)[]) => parts.forEach(write),
  })
}
