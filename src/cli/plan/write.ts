import { rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Planned, savePlan } from '#release'
import type { Session } from '../frame/session.ts'

/** Only its owner may read it: it holds Secrets. */
const PRIVATE = 0o600

/** Saves a plan, and says so on stderr. */
export function writePlan(file: string, planned: Planned, session: Session): void {
  const path = resolve(session.cwd, file)
  try {
    writeFileSync(path, savePlan(planned), { mode: PRIVATE })
  } catch (error) {
    // half a plan is none
    if ((error as NodeJS.ErrnoException).syscall === 'write') rmSync(path, { force: true })
    throw Object.assign(error as Error, { path: file })
  }
  session.stderr.write(`saved to ${file}; berth apply ${file} carries it out\n`)
}
