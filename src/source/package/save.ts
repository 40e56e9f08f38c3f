import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chart } from '../chart.ts'
import { SourceError } from '../error.ts'
import { ioError } from '../folder.ts'
import { archiveName } from './archive-name.ts'
import { type ContentsOptions, packageContents } from './contents.ts'
import { packFiles } from './tar-writer.ts'

/**
 * Writes `NAME-VERSION.tgz` into the folder, which is made if need be, and returns its path. Nothing is left behind
 * when it fails. Throws `invalid-schema`, `invalid-name`, `io`.
 */
export async function saveChart(chart: Chart, folder: string, options: ContentsOptions): Promise<string> {
  const packed = await packFiles(packageContents(chart, options))
  ensureFolder(folder)
  const path = join(folder, archiveName(chart))
  try {
    writeFileSync(path, packed)
  } catch (error) {
    rmSync(path, { force: true })
    throw ioError(`open ${path}`, error)
  }
  return path
}

function ensureFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isFile()) throw ioError(`mkdir ${folder}`, error)
    throw new SourceError('io', `is not a directory: ${folder}`, { cause: error })
  }
}
