import { join } from 'node:path'
import { loadTree, YamlError, type YamlMap, type YamlNode } from '#yaml'
import { StackError } from '../error.ts'
import { checkShape, type Shape } from '../shape/check.ts'
import { helmfileShape } from '../shape/helmfile.ts'
import { ownShape } from '../shape/own.ts'
import { type FileContext, runText, templateData } from './context.ts'
import { refuseEndless } from './endless.ts'
import { readEntries } from './entries.ts'
import { layerMaps, mergeMaps, mergeSpecs } from './merge.ts'
import { type MissingFiles, missingFiles } from './missing-files.ts'
import { fromOwn } from './own.ts'
import { listAt, mapAt, mapsAt, textAt, textsAt } from './read.ts'

/** How a part of a file is read. */
export interface PartForm {
  readonly format: 'own' | 'helmfile'
  /** Lines of the file before the part. */
  readonly lineOffset: number
}

/** The parts of a file, one on top of the other: a part's templates see the values of those before it. */
export class Layers {
  /** What the parts say together. */
  spec: YamlMap = new Map()
  /** Of the environment. */
  kubeContext = ''
  readonly #context: FileContext
  #defaults: YamlMap = new Map()
  #environment: YamlMap = new Map()

  constructor(context: FileContext) {
    this.#context = context
    this.#defaults = context.inherited.values
  }

  /** What templates see: defaults, then the environment's, then those given from outside. */
  values(): YamlMap {
    const { overrides, settings = new Map() } = this.#context.options
    return layerMaps(layerMaps(layerMaps(this.#defaults, this.#environment), overrides), settings, 'by-item')
  }

  /** Takes in the next part. Throws StackError. */
  async add(part: string, form: PartForm): Promise<void> {
    if (form.format === 'helmfile' && part.includes('{{')) await this.#addAhead(part)
    const map = this.#parse(part, this.#context.file, form)
    const bases = textsAt(map, 'bases').map((base) => this.#base(base))
    const merged = [...bases, map].reduce((all, next) => mergeSpecs(all, next, 'appended'), new Map())
    this.spec = mergeSpecs(this.spec, merged, 'replaced')
    await this.#read(merged)
  }

  /**
   * A part may use the values that it declares itself: these blocks are read before the rest is run. One that cannot be read
   * alone is left to the part.
   */
  async #addAhead(part: string): Promise<void> {
    for (const block of ['bases', 'environments', 'values']) {
      const text = topBlock(part, block)
      if (text !== undefined) await this.#addBlock(text).catch(passStackErrors)
    }
  }

  async #addBlock(text: string): Promise<void> {
    const { value } = this.#tree(text, this.#context.file, 'helmfile').tree
    if (!(value instanceof Map)) return
    const bases = textsAt(value, 'bases').map((base) => this.#base(base))
    await this.#read([...bases, value].reduce((all, next) => mergeSpecs(all, next, 'appended'), new Map()))
  }

  #base(path: string): YamlMap {
    const file = path.startsWith('/') ? path : join(this.#context.folder, path)
    const text = this.#context.world.readText(file)
    if (text === undefined) throw new StackError('missing-file', `${this.#context.file}: base ${path} is not there`)
    const parts = text.replaceAll('\r\n', '\n').split('\n---\n')
    const maps = parts.map((part) => this.#parse(part, file, { format: 'helmfile', lineOffset: 0 }))
    if (maps.some((map) => listAt(map, 'bases').length > 0)) {
      throw new StackError('unsupported', `${file}: a base with bases of its own`)
    }
    return maps.reduce((all, next) => mergeSpecs(all, next, 'replaced'), new Map())
  }

  #parse(part: string, file: string, { format, lineOffset }: PartForm): YamlMap {
    const { tree, isRun } = this.#tree(part, file, format)
    if (tree.value === null) return new Map()
    if (!(tree.value instanceof Map)) throw new StackError('bad-stack', `${file}: expected a mapping`)
    refuseEndless(tree.value, file)
    this.#check(tree, { file, shape: format === 'own' ? ownShape : helmfileShape, lineOffset })
    const map = format === 'own' ? fromOwn(tree.value) : tree.value
    if (!isRun) this.#notePlaces(map, tree, { file, lineOffset })
    return map
  }

  #notePlaces(map: YamlMap, tree: YamlNode, { file, lineOffset }: { file: string; lineOffset: number }): void {
    const items = tree.entries?.find(({ key }) => key === 'releases')?.node.items ?? []
    for (const [index, release] of mapsAt(map, 'releases').entries()) {
      const { line, column } = items[index]?.position ?? { line: 0, column: 0 }
      if (line > 0) this.#context.places.set(release, { file, line: line + lineOffset, column })
    }
  }

  /** A `.gotmpl` is run as a template; so is a helmfile that is YAML only then, as those of the time before 1.0. */
  #tree(part: string, file: string, format: PartForm['format']): { readonly tree: YamlNode; readonly isRun: boolean } {
    const needsRun = file.endsWith('.gotmpl') || (format === 'helmfile' && part.includes('{{`'))
    if (!needsRun) {
      try {
        return { tree: loadTree(part, { file }), isRun: false }
      } catch (error) {
        if (format === 'own' || !part.includes('{{')) throw badYaml(error)
      }
    }
    const data = templateData(this.#context, { values: this.values(), kubeContext: this.kubeContext })
    try {
      return { tree: loadTree(runText(this.#context, file, { text: part, data }), { file }), isRun: true }
    } catch (error) {
      throw badYaml(error)
    }
  }

  #check(tree: YamlNode, { file, shape, lineOffset }: { file: string; shape: Shape; lineOffset: number }): void {
    for (const { position, path, problem, isUnknown } of checkShape(tree, shape)) {
      const place = { file, line: position.line + lineOffset, column: position.column }
      const isTolerated = isUnknown && shape === helmfileShape
      if (!isTolerated) throw new StackError('bad-stack', `${path} ${problem}`, { position: place })
      this.#context.warnings.push(`${file}:${place.line}: ${path} is not known and left out`)
    }
  }

  async #read(map: YamlMap): Promise<void> {
    const environment = mapAt(mapAt(map, 'environments'), this.#context.options.environment)
    this.#defaults = layerMaps(this.#defaults, await this.#readLayer(listAt(map, 'values'), 'values', 'error'))
    const title = `values of ${this.#context.options.environment}`
    const handler = missingFiles(environment)
    const values =
      textAt(environment, 'mergeStrategy') === 'fallback'
        ? await this.#readFallbacks(listAt(environment, 'values'), title, handler)
        : await this.#readLayer(listAt(environment, 'values'), title, handler)
    const secrets = listAt(environment, 'secrets')
    const opened = await this.#readLayer(secrets, title, missingFiles(environment, map))
    this.#environment = layerMaps(this.#environment, mergeMaps(values, opened))
    this.kubeContext = textAt(environment, 'kubeContext') || this.kubeContext
  }

  async #readLayer(
    entries: ReturnType<typeof listAt>,
    title: string,
    missing: MissingFiles,
    below: YamlMap = new Map(),
  ): Promise<YamlMap> {
    const values = layerMaps(below, this.values())
    const data = templateData(this.#context, { values, kubeContext: this.kubeContext })
    const layers = await readEntries({ entries, title, data, missing }, this.#context)
    return layers.reduce((all, layer) => mergeMaps(all, layer.values), new Map())
  }

  /** Earlier files win, and later ones see them. */
  async #readFallbacks(entries: ReturnType<typeof listAt>, title: string, missing: MissingFiles): Promise<YamlMap> {
    let all: YamlMap = new Map()
    for (const entry of entries) all = layerMaps(await this.#readLayer([entry], title, missing, all), all)
    return all
  }
}

/** The lines of a block at the top of a file, before it is run as a template. */
function topBlock(part: string, name: string): string | undefined {
  const lines = part.split('\n')
  const start = lines.findIndex((line) => line.startsWith(`${name}:`))
  if (start < 0) return undefined
  const length = lines.slice(start + 1).findIndex((line) => /^[^\s#-]/.test(line) && !line.startsWith('{{'))
  return lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n')
}

function passStackErrors(error: unknown): void {
  if (!(error instanceof StackError)) throw error
}

function badYaml(error: unknown): unknown {
  if (!(error instanceof YamlError)) return error
  return new StackError('bad-stack', error.message, { position: error.position, cause: error })
}
