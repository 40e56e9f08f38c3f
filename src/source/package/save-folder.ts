import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { dumpMetadata } from '#repo'
import type { Chart, ChartFile } from '../chart.ts'
import { SourceError, wrapError } from '../error.ts'
import { ioError } from '../folder.ts'
import type { ContentsOptions } from './contents.ts'
import { saveChart } from './save.ts'

/**
 * Writes a chart as a folder `parent/NAME`, its subcharts as archives in `charts/`, and returns that path. Throws
 * `exists`, `io`. Source: helm pkg/chart/v2/util/save.go SaveDir.
 */
export async function saveFolder(chart: Chart, parent: string, options: ContentsOptions): Promise<string> {
  const folder = join(resolve(parent), chart.metadata.name)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new SourceError('exists', `file ${folder} already exists and is not a directory`)
  }
  write(folder, { name: 'Chart.yaml', data: Buffer.from(dumpMetadata(chart.metadata)) })
  for (const file of chart.raw) if (file.name === 'values.yaml') write(folder, file)
  if (chart.schema !== undefined) write(folder, { name: 'values.schema.json', data: chart.schema })
  for (const file of [...chart.templates, ...chart.files]) write(folder, file)
  for (const subchart of chart.dependencies) await saveSubchart(subchart, join(folder, 'charts'), options)
  return folder
}

function write(folder: string, { name, data }: ChartFile): void {
  const path = join(folder, name)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, data)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}

async function saveSubchart(chart: Chart, folder: string, options: ContentsOptions): Promise<void> {
  try {
    await saveChart(chart, folder, options)
  } catch (error) {
    throw wrapError(`saving ${chart.metadata.name}`, error)
  }
}
