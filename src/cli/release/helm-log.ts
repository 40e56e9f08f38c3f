import type { GlobalInput } from '../chart/helm-environment.ts'
import { isDebug, logLine } from '../chart/log.ts'
import type { Session } from '../frame/session.ts'
import { helm3Sentence, type LogFields } from './helm3-sentence.ts'

/** Helm's log of a command, on stderr. */
export interface HelmLog {
  /** Told with `--debug` or `$HELM_DEBUG` only. */
  debug(text: string, fields?: LogFields): void
  /** Told always as Helm 4 tells it; Helm 3 logs it as any other line, and berth says the same in other words. */
  warn(text: string, fields?: LogFields): void
}

/** The log in the form of the level: Helm 4's `level=DEBUG msg=… key=value`, or Helm 3's sentence behind time and `[debug]`. */
export function helmLog(flags: GlobalInput, session: Session): HelmLog {
  const isTold = isDebug(flags, session)
  const { stderr, now } = session
  if (flags.compat === 'helm3') {
    const debug: HelmLog['debug'] = (text, fields = {}) => {
      if (isTold) stderr.write(`${momentText(now())} [debug] ${helm3Sentence(text, fields)}\n`)
    }
    return { debug, warn: debug }
  }
  return {
    debug: (text, fields) => {
      if (isTold) stderr.write(logLine('DEBUG', text, fields))
    },
    warn: (text, fields) => {
      if (isTold || session.persona === 'helm') stderr.write(logLine('WARN', text, fields))
    },
  }
}

/** A moment as Go's `Time.String` prints it, in UTC. */
function momentText(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('T', ' ').replace('Z', ' +0000 UTC')
}
