import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { HelmRendered, RenderedResource } from '#render'
import { CliError } from '../frame/error.ts'
import type { Persona, Session } from '../frame/session.ts'
import type { RenderPlan } from './render-input.ts'

/** The flags that say where files go and which. */
interface OutputFlags {
  readonly 'output-dir': string | undefined
  readonly 'release-name': boolean
  readonly 'include-crds': boolean
  readonly 'show-only': readonly string[]
}

/**
 * Writes what was rendered below `--output-dir` and gives what Helm prints. Like Helm it has nothing left to choose from
 * afterwards, so that `--show-only` fails; berth says so before it writes. Throws CliError.
 */
export function writeRendered(rendered: HelmRendered & RenderPlan, flags: OutputFlags, session: Session): string {
  const [chosen] = flags['show-only']
  if (chosen !== undefined && session.persona === 'berth') {
    throw new CliError('usage', '--show-only and --output-dir exclude each other', { hint: 'redirect stdout instead' })
  }
  const folder = join(flags['output-dir'] ?? '.', flags['release-name'] ? rendered.options.release.name : '')
  const crds = flags['include-crds'] ? rendered.crds : []
  const text = write([...crds, ...rendered.resources, ...rendered.hooks], folder, session.persona)
  if (chosen === undefined) return text
  session.stdout.write(text)
  throw new CliError('input', `could not find template ${chosen} in chart`)
}

/**
 * Writes documents below `folder`, one file a template, and gives the lines that say so (one a document, as Helm). Either
 * every path is inside the folder or nothing is written.
 */
function write(documents: readonly RenderedResource[], folder: string, persona: Persona): string {
  const files = new Map<string, string>()
  const lines: string[] = []
  for (const { source, text } of documents) {
    const path = pathInside(folder, source)
    files.set(path, `${files.get(path) ?? ''}---\n# Source: ${source}\n${text}\n`)
    lines.push(`wrote ${path}\n`)
  }
  for (const [path, text] of files) writeFile(path, text, persona)
  return lines.join('')
}

function writeFile(path: string, text: string, persona: Persona): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOTDIR' || code === 'EEXIST') {
      const advice = persona === 'helm' ? '\n\nUse --debug flag to render out invalid YAML' : ''
      throw new CliError('input', `stat ${dirname(path)}: not a directory${advice}`, { cause })
    }
    // Node does not say which file had no room
    throw Object.assign(cause as Error, { path })
  }
}

function pathInside(folder: string, source: string): string {
  const relative = normalize(source)
  if (relative.startsWith('..') || relative.startsWith('/')) {
    throw new CliError('input', `${source}: the template's path leads out of ${folder}`)
  }
  return join(folder, relative)
}
