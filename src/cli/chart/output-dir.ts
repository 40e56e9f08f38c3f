import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { RenderedResource } from '#render'
import { CliError } from '../frame/error.ts'

/**
 * Writes documents below `folder`, one file a template, and gives the lines that say so (one a document, as Helm). Either
 * every path is inside the folder or nothing is written.
 */
export function writeManifests(documents: readonly RenderedResource[], folder: string): string {
  const files = new Map<string, string>()
  const lines: string[] = []
  for (const { source, text } of documents) {
    const path = pathInside(folder, source)
    files.set(path, `${files.get(path) ?? ''}---\n# Source: ${source}\n${text}\n`)
    lines.push(`wrote ${path}\n`)
  }
  for (const [path, text] of files) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return lines.join('')
}

function pathInside(folder: string, source: string): string {
  const relative = normalize(source)
  if (relative.startsWith('..') || relative.startsWith('/')) {
    throw new CliError('input', `${source}: the template's path leads out of ${folder}`)
  }
  return join(folder, relative)
}
