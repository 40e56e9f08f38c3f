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
