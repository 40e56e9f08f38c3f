import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseMetadata, RepoError } from '#repo'
import type { ChartFile } from '../chart.ts'
import { SourceError } from '../error.ts'
import { ioError } from '../folder.ts'
import type { Limits } from '../limits.ts'
import { quote } from '../text.ts'
import { readArchive } from './read.ts'

/**
 * Writes the files of a chart archive as they are into `parent/NAME`, NAME from its Chart.yaml, and returns that path.
 * All of them or none. Throws what reading throws, `not-a-chart`, `invalid-name`, `exists`, `io`.
 * Source: helm pkg/chart/v2/util/expand.go.
 */
export function unpackChart(archive: Uint8Array, parent: string, limits: Partial<Limits> = {}): string {
  const files = readArchive(archive, limits)
  const folder = join(normalize(parent), chartName(files))
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) {
    throw new SourceError('exists', `failed to untar: a file or directory with the name ${folder} already exists`)
  }
  mkdirSync(parent, { recursive: true })
  const part = mkdtempSync(join(parent, '.unpack-'))
  try {
    const root = join(part, 'chart')
    for (const file of files) write(root, file)
    renameSync(root, folder)
  } catch (error) {
    throw error instanceof SourceError ? error : ioError(`rename ${folder}`, error)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
  return folder
}

function chartName(files: readonly ChartFile[]): string {
  const chartYaml = files.findLast(({ name }) => name === 'Chart.yaml')
  const name = chartYaml === undefined ? '' : readName(chartYaml)
  if (name === '') throw new SourceError('not-a-chart', 'chart name not specified')
  if (name === '.' || name === '..') throw new SourceError('invalid-name', `chart name ${quote(name)} is not allowed`)
  if (!/[/\\\0]/.test(name)) return name
  throw new SourceError('invalid-name', `chart name ${quote(name)} must not contain path separators`)
}

function readName({ data }: ChartFile): string {
  try {
    return parseMetadata(new TextDecoder().decode(data), 'Chart.yaml').name
  } catch (error) {
    if (!(error instanceof RepoError)) throw error
    const { position } = error
    throw new SourceError('bad-yaml', `cannot load Chart.yaml: ${error.message}`, { position, cause: error })
  }
}

function write(root: string, { name, data }: ChartFile): void {
  const path = join(root, name)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, data)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}
