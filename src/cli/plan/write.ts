import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Planned, savePlan } from '#release'
import type { Session } from '../frame/session.ts'

/** Only its owner may read it: it holds Secrets. */
const PRIVATE = 0o600

/** Saves a plan, and says so on stderr. */
export function writePlan(file: string, planned: Planned, session: Session): void {
  writeFileSync(resolve(session.cwd, file), savePlan(planned), { mode: PRIVATE })
  session.stderr.write(`saved to ${file}; berth apply ${file} carries it out\n`)
}
