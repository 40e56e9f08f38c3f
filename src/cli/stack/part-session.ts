import type { Output, Session } from '../frame/session.ts'

/**
 * The session of one release among several: what it prints is not shown, what it tells stands behind its name, a whole line
 * at a time, because others tell at the same time.
 */
export function partSession(session: Session, name: string): Session {
  const silent: Output = { ...outputOf(session.stdout), write: () => undefined, writeParts: () => undefined }
  return { ...session, stdout: silent, stderr: prefixed(session.stderr, name) }
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
  return { ...outputOf(output), write, writeParts: (parts) => parts.forEach(write) }
}
