import { spawnSync } from 'node:child_process'
import type { ProgramCall } from '#stack'
import type { Session } from '../frame/session.ts'

/** More than any template takes. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

/** What a program of a template prints; templates wait for it. Throws with what it complains of. */
export function runProgram({ program, args, folder, input, variables }: ProgramCall, { environment }: Session): string {
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env: { ...environment, ...variables },
    input,
    maxBuffer: MAX_OUTPUT_BYTES,
    encoding: 'utf8',
  })
  if (error !== undefined) throw error
  if (status === 0) return stdout
  const why = status === null ? `signal ${signal ?? ''}` : `exit status ${status}`
  throw new Error(`command "${program}" exited with non-zero status: ${why}\n${stderr.trimEnd()}`)
}
