/** What a step is given beside its configuration. */
export interface StepContext {
  /** Reads a file that the configuration names, relative to the kustomization's folder. Throws `KustomizeError`. */
  readonly load: (path: string) => string
  /** Takes a line for the user, such as `# Warning: …`. */
  readonly warn: (line: string) => void
}
