import { readFile } from 'node:fs/promises'
import { type AuditPolicy, type LogFile, openLogFile, readAuditPolicy } from '#apiserver'
import type { Clock } from '#kube'
import { ClusterError } from '../error.ts'

/** Where the audit policy is, and where the log goes. */
export interface AuditFiles {
  readonly policy: string
  readonly log: string
}

/** An open audit log. */
export interface Audit {
  readonly policy: AuditPolicy
  readonly sink: LogFile
}

const BACKUPS = 10

/** Reads the policy and opens the log. Throws ClusterError `bad-option`. */
export async function openAudit(files: AuditFiles, clock: Clock, onError: (error: unknown) => void): Promise<Audit> {
  try {
    const policy = readAuditPolicy(await readFile(files.policy, 'utf8'), files.policy)
    return { policy, sink: openLogFile({ path: files.log, clock, maxBackups: BACKUPS, onError }) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new ClusterError('bad-option', `audit policy ${files.policy} – ${reason}`, { cause: error })
  }
}
