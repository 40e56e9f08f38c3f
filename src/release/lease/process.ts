import { readFileSync, readlinkSync } from 'node:fs'
import type { OwnProcess } from '../contract/world.ts'

/**
 * This process, named by the machine's boot, its process namespace, its number and when it began: no two share that.
 * Undefined where the system does not tell (anything but Linux): then leases are watched instead.
 */
export function ownProcess(): OwnProcess | undefined {
  const place = placeOfProcesses()
  const begun = beginOf(process.pid)
  if (place === undefined || begun === undefined) return undefined
  return {
    id: `${place}/${process.pid}/${begun}`,
    isGone: (id) => {
      const [boot, namespace, pid, since] = id.split('/')
      if (`${boot}/${namespace}` !== place || pid === undefined || !/^[1-9]\d*$/.test(pid)) return undefined
      return isGone(Number(pid), since)
    },
  }
}

/** A process of another user may be hidden: then only its number is known. */
function isGone(pid: number, since: string | undefined): boolean | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return true
  }
  const begun = beginOf(pid)
  return begun === undefined ? undefined : begun !== since
}

/** Where numbers of processes mean the same process: one boot of one machine, one namespace. */
function placeOfProcesses(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`
  } catch {
    return undefined
  }
}

/** Ticks since boot at which a process began; what is left of one that ended has begun never. Source: proc(5). */
function beginOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? 'never' : fields[19]
  } catch {
    return undefined
  }
}
