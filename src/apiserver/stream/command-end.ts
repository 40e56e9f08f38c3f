import type { CommandEnd } from './remote.ts'

/** What the error stream says at the end: a Status as JSON from version 4 on, a text before, nothing when all went well. */
export function endText(end: CommandEnd, isStatus: boolean): string {
  if (isStatus) return JSON.stringify(endStatus(end))
  if ('problem' in end) return end.problem
  return end.exitCode === 0 ? '' : nonZero(end.exitCode)
}

/** Runs a command; what it throws becomes its end. */
export async function endOf(run: () => Promise<CommandEnd>): Promise<CommandEnd> {
  try {
    return await run()
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

function endStatus(end: CommandEnd): object {
  if ('problem' in end) {
    const message = `Internal error occurred: ${end.problem}`
    const details = { causes: [{ message: end.problem }] }
    return { metadata: {}, status: 'Failure', message, reason: 'InternalError', details, code: 500 }
  }
  if (end.exitCode === 0) return { metadata: {}, status: 'Success' }
  const details = { causes: [{ reason: 'ExitCode', message: String(end.exitCode) }] }
  return { metadata: {}, status: 'Failure', message: nonZero(end.exitCode), reason: 'NonZeroExitCode', details }
}

function nonZero(exitCode: number): string {
  return `command terminated with non-zero exit code: exit status ${exitCode}`
}
