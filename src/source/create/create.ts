import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import type { Chart, ChartFile } from '../chart.ts'
import { SourceError, wrapError } from '../error.ts'
import { ioError } from '../folder.ts'
import { loadChart } from '../load/chart.ts'
import type { Compat } from '../load/options.ts'
import { saveFolder } from '../package/save-folder.ts'
import { quote } from '../text.ts'
import { nameChart, scaffoldFiles } from './files.ts'

/** How a chart is begun. */
export interface CreateOptions {
  readonly compat?: Compat
  /** A chart to begin from: a path, or a name below `startersFolder`. */
  readonly starter?: string
  /** Where named starters are: Helm's `$HELM_DATA_HOME/starters`. */
  readonly startersFolder?: string
  /** The time for packed subcharts of a starter without a time of their own, in milliseconds since 1970. */
  readonly nowMs?: number
  /** Called with each warning line, such as a file that is overwritten. */
  readonly onWarning?: (line: string) => void
}

const namePattern = /^[a-zA-Z0-9._-]+$/
const maxNameLength = 250

/**
 * Writes a new chart into `parent/name` and returns that path. Throws `invalid-name`, `not-found` (no such parent
 * folder), `exists` (a file is in the way), and what loading a starter throws. Source: helm pkg/chart/v2/util/create.go.
 */
export async function createChart(name: string, parent: string, options: CreateOptions = {}): Promise<string> {
  const { starter } = options
  if (starter === undefined) return createScaffold(name, parent, options)
  return createFromStarter(name, parent, { ...options, starter })
}

function createScaffold(name: string, parent: string, { compat, onWarning }: CreateOptions): string {
  checkName(name)
  const root = resolve(parent)
  checkParent(root)
  const folder = join(root, name)
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    throw new SourceError('exists', `file ${folder} already exists and is not a directory`)
  }
  for (const file of scaffoldFiles(name, compat)) {
    const path = join(folder, file.name)
    if (existsSync(path)) onWarning?.(`WARNING: File ${quote(path)} already exists. Overwriting.`)
    write(path, file.text)
  }
  mkdirSync(join(folder, 'charts'), { recursive: true })
  return folder
}

function checkName(name: string): void {
  if (name === '' || Buffer.byteLength(name) > maxNameLength) {
    throw new SourceError('invalid-name', `chart name must be between 1 and ${maxNameLength} characters`)
  }
  if (!namePattern.test(name)) {
    const hint = 'use letters, digits, dots, dashes and underscores'
    throw new SourceError('invalid-name', `chart name must match the regular expression "${namePattern.source}"`, {
      hint,
    })
  }
  if (name === '.' || name === '..') {
    throw new SourceError('invalid-name', `chart name ${quote(name)} is not allowed`, {
      hint: 'give the new chart a name',
    })
  }
}

function checkParent(root: string): void {
  let isFolder: boolean
  try {
    isFolder = statSync(root).isDirectory()
  } catch (error) {
    throw ioError(`stat ${root}`, error)
  }
  if (!isFolder) throw new SourceError('not-found', `no such directory ${root}`)
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
}

interface StarterOptions extends CreateOptions {
  readonly starter: string
}

/** Helm's metadata for a chart that begins from a starter; the starter's own is not kept. */
function starterMetadata(name: string): Chart['metadata'] {
  return {
    name,
    description: 'A Helm chart for Kubernetes',
    type: 'application',
    version: '0.1.0',
    appVersion: '0.1.0',
    apiVersion: 'v2',
  }
}

function createFromStarter(name: string, parent: string, options: StarterOptions): Promise<string> {
  const { starter, startersFolder = '', compat, nowMs = 0 } = options
  checkName(name)
  const path = isAbsolute(starter) ? starter : join(startersFolder, starter)
  const chart = loadStarter(path, options)
  const named = {
    ...chart,
    metadata: starterMetadata(name),
    templates: chart.templates.map((file) => nameFile(file, name)),
    raw: chart.raw.map((file) => (file.name === 'values.yaml' ? nameFile(file, name) : file)),
  }
  return saveFolder(named, parent, { nowMs, ...(compat && { compat }) })
}

function loadStarter(path: string, { compat, onWarning }: CreateOptions): Chart {
  try {
    return loadChart(path, { ...(compat && { compat }), ...(onWarning && { onWarning }) })
  } catch (error) {
    throw wrapError(`could not load ${path}`, error)
  }
}

function nameFile(file: ChartFile, name: string): ChartFile {
  return { ...file, data: Buffer.from(nameChart(Buffer.from(file.data).toString('utf8'), name)) }
}
