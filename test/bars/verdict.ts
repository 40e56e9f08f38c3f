/** What a bar found: whether it holds, and the figure behind it. Anything it prints before is detail. */
export interface Verdict {
  readonly holds: boolean
  readonly figure: string
}
