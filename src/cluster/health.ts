import { connect } from '#client'
import { StatusError } from '#kube'
import { realClock } from './clock.ts'
import type { ClusterFolder } from './state/folder.ts'

const WAIT_MS = 3000

/** `ok`, or why a running cluster is not: the checks that do not pass, or why it does not answer. Never throws. */
export async function clusterHealth(folder: ClusterFolder): Promise<string> {
  try {
    const { client } = await connect({ explicit: folder.kubeconfig, home: '' }, { clock: realClock, environment: {} })
    try {
      await client.rawText({ method: 'GET', path: '/readyz?verbose', signal: AbortSignal.timeout(WAIT_MS) })
      return 'ok'
    } finally {
      client.transport.close()
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return error instanceof StatusError ? failedChecks(reason) : reason
  }
}

/** The lines of `[-]name failed` in what `/readyz?verbose` answers. */
function failedChecks(text: string): string {
  const failed = text.split('\n').filter((line) => line.startsWith('[-]'))
  return failed.length === 0 ? text.trim() : failed.map((line) => line.slice(3)).join('; ')
}
