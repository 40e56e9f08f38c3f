import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import type { ProgramOptions } from '#render'
import { durationMs } from '../flags/duration.ts'
import type { Session } from '../frame/session.ts'
import { runProgram } from './functions-run.ts'
import type { KustomizeInput } from './input.ts'

/** What programs of the user's own may do, as the command line says it. */
export function programOptions({ flags }: KustomizeInput, session: Session): ProgramOptions {
  const limitMs = flags['function-timeout'] === undefined ? undefined : durationMs(flags['function-timeout'])
  return {
    run: (program) => runProgram(program, { environment: session.environment, limitMs }),
    stateOf: pluginState,
    isExecEnabled: flags['enable-exec'],
    isNetworkEnabled: flags.network,
    mounts: flags.mount,
    environment: flags.env,
    user: flags['as-current-user'] ? currentUser() : 'nobody',
  }
}

const EXECUTABLE = 0o111

function pluginState(path: string): ReturnType<ProgramOptions['stateOf']> {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return 'missing'
  return (stats.mode & EXECUTABLE) === 0 ? 'not-executable' : 'executable'
}

function currentUser(): string {
  const { uid, gid } = userInfo()
  return `${uid}:${gid}`
}
