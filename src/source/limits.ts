/** How much an untrusted source may hold. Sizes are in bytes after decompression. */
export interface Limits {
  /** All files of one chart together, its packed subcharts counted on their own. */
  readonly totalBytes: number
  /** One file. */
  readonly fileBytes: number
  /** Files and folders of one chart or archive. */
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
  entries: 20_000,
  ratio: 200,
  depth: 32,
}
