import type { ChartFile } from '#source'
import { fromBytes } from '#template'
import type { Hook, RenderedResource } from '../resource.ts'
import { isSpace, trimSpace } from './go-text.ts'
import { manifestHead } from './manifest-head.ts'
import { type ManifestPart, ManifestText } from './manifest-text.ts'
import { type ChartNode, fullPath } from './node.ts'

/** What can be printed: a text and the template it came from. */
interface Printable {
  readonly source: string
  readonly text: string
}

/** Three parts for each document: its separator and `# Source:` line, what it says, and a line break. */
export function printed(documents: readonly Printable[]): ManifestText {
  const parts: ManifestPart[] = []
  for (const document of documents) {
    parts.push(
      `---\n# Source: ${document.source}\n`,
      document instanceof CrdFile ? document.bytes : document.text,
      '\n',
    )
  }
  return new ManifestText(parts)
}

/** How a stream is put together. */
export interface OutputOptions {
  readonly noHooks: boolean
  readonly skipTests: boolean
}

/** The stream that `helm template` prints: the release's manifest, trimmed, then the hooks. */
export function templateOutput(
  releaseManifest: ManifestText,
  hooks: readonly Hook[],
  options: OutputOptions,
): ManifestText {
  const { parts } = releaseManifest
  const body = isTrimmed(parts) ? parts : [`${trimSpace(releaseManifest.text)}\n`]
  if (options.noHooks) return new ManifestText(body)
  const shown = options.skipTests ? hooks.filter((hook) => !hook.events.includes('test')) : hooks
  return new ManifestText([...body, ...printed(shown).parts])
}

/** Whether trimming the parts and adding a line break would change nothing: looking at megabytes is not free. */
function isTrimmed(parts: readonly ManifestPart[]): boolean {
  const last = parts.at(-2) ?? ''
  return last.length > 0 && parts.at(-1) === '\n' && !isSpace(endOf(last))
}

/** The last character of a part; of bytes, the last one, with all that is not ASCII taken for a space. */
function endOf(part: ManifestPart): number {
  if (typeof part === 'string') return part.charCodeAt(part.length - 1)
  const last = part.at(-1) as number
  return last < 0x80 ? last : 0x20
}

/** Resources with the text of plain Secrets taken out (`--hide-secret`). */
export function withoutSecrets(resources: readonly RenderedResource[]): RenderedResource[] {
  const text = '# HIDDEN: The Secret output has been suppressed'
  return resources.map((resource) => {
    const isSecret = resource.kind === 'Secret' && resource.apiVersion === 'v1'
    return isSecret ? { ...resource, text } : resource
  })
}

const MANIFEST = /\.(?:ya?ml|json)$/i

/** The files of `crds/`, of the chart and then of its subcharts. */
export function crdResources(node: ChartNode): RenderedResource[] {
  const own = node.chart.files.filter(({ name }) => name.startsWith('crds/') && MANIFEST.test(name))
  const path = fullPath(node)
  return [...own.map((file) => new CrdFile(`${path}/${file.name}`, file)), ...node.dependencies.flatMap(crdResources)]
}

/** A file of `crds/`. Its text and head are read only when somebody asks: printing does not. */
class CrdFile implements RenderedResource {
  readonly source: string
  readonly bytes: Uint8Array
  #text: string | undefined
  #head: { readonly apiVersion: string; readonly kind: string; readonly name: string } | undefined
  constructor(source: string, file: ChartFile) {
    this.source = source
    this.bytes = file.data
  }
  get text(): string {
    this.#text ??= fromBytes(this.bytes)
    return this.#text
  }
  get apiVersion(): string {
    return this.#read().apiVersion
  }
  get kind(): string {
    return this.#read().kind
  }
  get name(): string {
    return this.#read().name
  }
  #read(): { readonly apiVersion: string; readonly kind: string; readonly name: string } {
    this.#head ??= readHead(this.text)
    return this.#head
  }
}

const NO_HEAD = { apiVersion: '', kind: '', name: '' }

function readHead(text: string): typeof NO_HEAD {
  try {
    return manifestHead(text, 'helm4')
  } catch {
    return NO_HEAD
  }
}
