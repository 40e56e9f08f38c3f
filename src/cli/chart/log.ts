import type { Compat } from '#source'
import type { Session } from '../frame/session.ts'

/** How grave a line of Helm 4's log is. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'

/** A line of Helm 4's log: `level=WARN msg="…" key=value`. Source: Go's log/slog text handler, without the time. */
export function logLine(
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, string | number>> = {},
): string {
  const pairs = Object.entries({ level, msg: message, ...fields })
  return `${pairs.map(([key, value]) => `${key}=${quoted(String(value))}`).join(' ')}\n`
}

/** Does the user want to be told more: `--debug` or HELM_DEBUG? */
export function isDebug(flags: { readonly debug: boolean }, session: Session): boolean {
  return flags.debug || /^(1|t|T|TRUE|true|True)$/.test(session.environment['HELM_DEBUG'] ?? '')
}

/** A deprecated use or a guess that Helm 4 logs and Helm 3 is silent about. */
export function warn(session: Session, compat: Compat, line: readonly [string, Record<string, string>?]): void {
  if (compat === 'helm4') session.stderr.write(logLine('WARN', ...line))
}

function quoted(text: string): string {
  return text === '' || /[\s="\p{Cc}]/u.test(text) ? JSON.stringify(text) : text
}
