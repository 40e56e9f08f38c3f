import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { LintTarget } from '#render'
import { parseMetadata } from '#repo'
import { type Chart, type Compat, loadChart, unpackChart } from '#source'

/** Which Helm's rules, and where loading warnings go. */
export interface TargetOptions {
  readonly compat: Compat
  readonly onWarning: (line: string) => void
}

/**
 * Lints what stands at a path: `use` gets the chart's folder, an archive unpacked into a folder of its own that is gone
 * afterwards. Throws what Helm says of a path that is no chart.
 */
export async function withLintTarget<T>(
  path: string,
  options: TargetOptions,
  use: (target: LintTarget) => Promise<T>,
): Promise<T> {
  if (!/\.(tgz|tar\.gz)$/.test(path)) return use(folderTarget(checked(path), path, options))
  const parent = mkdtempSync(join(tmpdir(), 'helm-lint'))
  try {
    await unpack(path, parent)
    const [name = ''] = readdirSync(parent)
    return await use(folderTarget(checked(join(parent, name)), path, options))
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

async function unpack(path: string, parent: string): Promise<void> {
  const archive = attempt('unable to open tarball', () => readFileSync(path), `open ${path}`)
  try {
    await unpackChart(archive, parent)
  } catch (error) {
    throw new Error(`unable to extract tarball: ${(error as Error).message}`, { cause: error })
  }
}

function checked(folder: string): string {
  const file = join(folder, 'Chart.yaml')
  attempt('unable to check Chart.yaml file in chart', () => statSync(file), `stat ${file}`)
  return folder
}

function attempt<T>(context: string, run: () => T, action: string): T {
  try {
    return run()
  } catch (cause) {
    throw new Error(`${context}: ${action}: ${reasonOf(cause)}`, { cause })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
}

function reasonOf(error: unknown): string {
  return REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? (error as Error).message
}

function folderTarget(path: string, origin: string, { compat, onWarning }: TargetOptions): LintTarget {
  const folder = resolve(path)
  let loaded: { readonly chart?: Chart; readonly error?: unknown; readonly warnings: string[] } | undefined
  const file = `${origin}/Chart.yaml`
  return {
    folder,
    origin,
    kindOf: (name) => kindOf(join(folder, name)),
    read: (name) => read(join(folder, name)),
    load: () => {
      loaded ??= loadOnce(folder, origin, compat)
      for (const line of loaded.warnings) onWarning(line)
      if (loaded.chart === undefined) throw loaded.error
      return loaded.chart
    },
    tryLoad: () => (loaded ??= loadOnce(folder, origin, compat)).chart,
    parseMetadata: (text, isStrict) => parseMetadata(text, file, { isStrict, compat }),
  }
}

function loadOnce(folder: string, origin: string, compat: Compat) {
  const warnings: string[] = []
  const onWarning = (line: string): void => void warnings.push(line)
  try {
    return { chart: loadChart(folder, { compat, origin, anyApiVersion: true, onWarning }), warnings }
  } catch (error) {
    return { error, warnings }
  }
}

function kindOf(path: string): ReturnType<LintTarget['kindOf']> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 'missing'
  return found.isDirectory() ? 'folder' : 'file'
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    const isFolder = (cause as NodeJS.ErrnoException).code === 'EISDIR'
    throw new Error(`${isFolder ? 'read' : 'open'} ${path}: ${reasonOf(cause)}`, { cause })
  }
}
