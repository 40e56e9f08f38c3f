/** What became of one release. */
export interface StackResult {
  readonly release: string
  readonly status: string
  readonly revision?: number
}

/** A result as a line. */
export function lineOf({ release, status, revision }: StackResult): string {
  return revision === undefined ? `${release}: ${status}` : `${release}: ${status}, revision ${revision}`
}
