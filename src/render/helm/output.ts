import type { ChartFile } from '#source'
import { fromBytes } from '#template'
import type { Hook, RenderedResource } from '../resource.ts'
import { isSpace, trimSpace } from './go-text.ts'
import { manifestHead } from './manifest-head.ts'
import { type ChartNode, fullPath } from './node.ts'

/** What can be printed: a text and the template it came from. */
interface Printable {
  readonly source: string
  readonly text: string
}

/** Three texts a part: its separator and `# Source:` line, what it says, and a line break. */
export function printed(parts: readonly Printable[]): string[] {
  const texts: string[] = []
  for (const part of parts) texts.push(`---\n# Source: ${part.source}\n`, part.text, '\n')
  return texts
}

/** The texts as one; the engine puts them together when somebody looks at the result. */
export function joined(texts: readonly string[]): string {
  let text = ''
  for (const part of texts) text += part
  return text
}

/** How a stream is put together. */
export interface OutputOptions {
  readonly noHooks: boolean
  readonly skipTests: boolean
}

/** The stream that `helm template` prints, in parts: the release's manifest, trimmed, then the hooks. */
export function templateOutput(
  releaseManifest: readonly string[],
  hooks: readonly Hook[],
  options: OutputOptions,
): string[] {
  const body = isTrimmed(releaseManifest) ? releaseManifest : [`${trimSpace(joined(releaseManifest))}\n`]
  if (options.noHooks) return [...body]
  const shown = options.skipTests ? hooks.filter((hook) => !hook.events.includes('test')) : hooks
  return [...body, ...printed(shown)]
}

/** Whether trimming the parts and adding a line break would change nothing: looking at megabytes is not free. */
function isTrimmed(parts: readonly string[]): boolean {
  const text = parts.at(-2) ?? ''
  return text !== '' && parts.at(-1) === '\n' && !isSpace(text.charCodeAt(text.length - 1))
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

const crdTexts = new WeakMap<Uint8Array, string>()

/** A file of `crds/`. Its head is read only when somebody asks: printing does not. */
class CrdFile implements RenderedResource {
  readonly source: string
  readonly text: string
  #head: { readonly apiVersion: string; readonly kind: string; readonly name: string } | undefined
  constructor(source: string, file: ChartFile) {
    this.source = source
    this.text = crdTexts.get(file.data) ?? fromBytes(file.data)
    crdTexts.set(file.data, this.text)
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
