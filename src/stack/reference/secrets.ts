import type { YamlMap } from '#yaml'

/**
 * Encrypted files that references name. Opening one takes time, and templates do not wait: what is not there yet is noted,
 * and the stack is read once more when it is.
 */
export interface Secrets {
  /** By path. */
  readonly opened: Map<string, YamlMap>
  /** Mutable: paths that were asked for and are not opened; with their texts. */
  readonly wanted: Map<string, string>
}

/** None so far. */
export function noSecrets(): Secrets {
  return { opened: new Map(), wanted: new Map() }
}
