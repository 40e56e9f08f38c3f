/** How much an untrusted source may hold. Sizes are in bytes after decompression. */
export interface Limits {
  /** All files of one chart together, those in its packed subcharts included. */
  readonly totalBytes: number
  /** One file. */
  readonly fileBytes: number
  /** Files and folders of one chart, those in its packed subcharts included. */
  readonly entries: number
  /** Decompressed to compressed size, above 16 MiB. */
  readonly ratio: number
  /** Charts inside charts. */
  readonly depth: number
}

/** Helm's limits for sizes (pkg/chart/loader/archive), and ours for what Helm leaves open. */
export const defaultLimits: Limits = {
  totalBytes: 100 * 1024 * 1024,
  fileBytes: 5 * 1024 * 1024,
  entries: 50_000,
  ratio: 200,
  depth: 32,
}

/** The largest file that a user may name himself, in bytes: values, what `--set-file` reads, manifests. Helm has no such limit. */
export const namedFileBytes = 64 * 1024 * 1024

/** What is still allowed while one chart and the archives inside it are read. Reading takes from it. */
export interface Budget {
  leftBytes: number
  leftEntries: number
}

/** The whole of the limits, `usedBytes` taken off. */
export function startBudget(limits: Limits, usedBytes = 0): Budget {
  return { leftBytes: Math.max(limits.totalBytes - usedBytes, 0), leftEntries: limits.entries }
}
