import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** The variable by which the processes of a function are known again. */
export const MARK = 'BERTH_FUNCTION'

/** Ends every process that carries a mark in its environment: what a function has started and left behind. */
export function stopMarked(mark: string): void {
  for (const pid of marked(`${MARK}=${mark}`)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it has ended by itself
    }
  }
}

const LABEL = 'berth.function'

/** Words for `docker run` by which its container is known again. */
export function labelWords(mark: string): readonly string[] {
  return ['--label', `${LABEL}=${mark}`]
}

/** Removes the containers that carry a mark as their label. What the client has to say of it is not heard. */
export function removeMarkedContainers(mark: string, docker: string, environment: NodeJS.ProcessEnv): void {
  const options = { env: environment, encoding: 'utf8', timeout: CLIENT_LIMIT_MS, killSignal: 'SIGKILL' } as const
  const { stdout } = spawnSync(docker, ['ps', '--quiet', '--filter', `label=${LABEL}=${mark}`], options)
  const ids = (stdout ?? '').split('\n').filter((id) => /^[0-9a-f]+$/.test(id))
  if (ids.length > 0) spawnSync(docker, ['rm', '--force', ...ids], options)
}

const CLIENT_LIMIT_MS = 15_000

function marked(variable: string): number[] {
  return processes().filter((pid) => pid !== process.pid && environmentOf(pid).includes(variable))
}

/** Process numbers; none where the system has no list of them as files. */
function processes(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    return []
  }
}
