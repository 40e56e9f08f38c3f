import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ChartFile } from '../chart.ts'
import { SourceError } from '../error.ts'
import { ioError } from '../folder.ts'
import { assembleChart } from '../load/assemble.ts'
import { readArchive } from './read.ts'

/**
 * Unpacks a chart archive into `parent/NAME`, NAME from its Chart.yaml, and returns that path. The archive is read and
 * checked whole before anything is written. Throws what reading throws, `exists`, `io`. Source: helm pkg/chart/v2/util/expand.go.
 */
export function unpackChart(archive: Uint8Array, parent: string): string {
  const files = readArchive(archive)
  const { metadata } = assembleChart({ files, origin: parent })
  if (/[/\\]|^\.\.?$/.test(metadata.name)) {
    throw new SourceError('invalid-name', `chart name cannot be a folder: ${metadata.name}`)
  }
  const folder = join(parent, metadata.name)
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) {
    throw new SourceError('exists', `failed to untar: a file or directory with the name ${folder} already exists`)
  }
  for (const file of files) writeInside(folder, file)
  return folder
}

function writeInside(folder: string, { name, data }: ChartFile): void {
  const path = join(folder, name)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, data)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}
