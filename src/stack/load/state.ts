import { basename, dirname, join } from 'node:path'
import { loadTree, YamlError, type YamlMap, type YamlNode } from '#yaml'
import { StackError } from '../error.ts'
import { checkShape, type Shape } from '../shape/check.ts'
import { helmfileShape } from '../shape/helmfile.ts'
import { ownShape } from '../shape/own.ts'
import { type FileContext, runText, templateData } from './context.ts'
import { refuseEndless } from './endless.ts'
import { readEntries } from './entries.ts'
import { mergeMaps, mergeSpecs } from './merge.ts'
import { fromOwn } from './own.ts'
import { listAt, mapAt, textAt, textsAt } from './read.ts'
import type { FileState } from './release.ts'

type StackFormat = FileState['format']

/** One file: what it says, and the values that its templates see. */
export interface LoadedFile extends FileState {
  /** The environment is not declared in a file that declares some. */
  readonly isForeign: boolean
}

/** Reads a file with its parts, bases and environment. Throws StackError. */
export async function loadFile(context: FileContext): Promise<LoadedFile> {
  const text = context.world.readText(context.file)
  if (text === undefined) throw new StackError('missing-file', `${context.file} is not there`)
  const format = formatOf(context.file, text)
  const layers = new Layers(context)
  const parts = format === 'own' ? [text] : text.replaceAll('\r\n', '\n').split('\n---\n')
  let lineOffset = 0
  let isForeign = false
  for (const part of parts) {
    await layers.add(part, { format, lineOffset })
    lineOffset += part.split('\n').length + 1
    isForeign = lacksEnvironment(layers.spec, context.options.environment)
    if (isForeign) break // the parts below may use values that are not there
  }
  const spec = mergeMaps(context.inherited.spec, layers.spec, 'appended')
  return { format, spec, values: layers.values(), context, isForeign }
}

function lacksEnvironment(spec: YamlMap, environment: string): boolean {
  const environments = mapAt(spec, 'environments')
  return environments.size > 0 && environment !== 'default' && !environments.has(environment)
}

/** Helmfiles are known by their name, or by fields that ours has not. */
function formatOf(file: string, text: string): StackFormat {
  if (/^helmfile\b/.test(basename(file)) || basename(dirname(file)) === 'helmfile.d' || file.endsWith('.gotmpl'))
    return 'helmfile'
  const isHelmfile = /^(?:helmDefaults|helmfiles|bases|templates|commonLabels|helmBinary)\s*:/m.test(text)
  return isHelmfile || /^[ \t]*(?:-[ \t]+)?chart[ \t]*:/m.test(text) ? 'helmfile' : 'own'
}

interface PartForm {
  readonly format: StackFormat
  /** Lines of the file before the part. */
  readonly lineOffset: number
}

/** The parts of a file, one on top of the other: a part's templates see the values of those before it. */
class Layers {
  spec: YamlMap = new Map()
  readonly #context: FileContext
  #defaults: YamlMap = new Map()
  #environment: YamlMap = new Map()

  constructor(context: FileContext) {
    this.#context = context
    this.#defaults = context.inherited.values
  }

  /** What templates see: defaults, then the environment's, then those given from outside. */
  values(): YamlMap {
    return mergeMaps(mergeMaps(this.#defaults, this.#environment), this.#context.options.overrides)
  }

  async add(part: string, form: PartForm): Promise<void> {
    if (form.format === 'helmfile' && part.includes('{{')) await this.#addAhead(part)
    const map = this.#parse(part, this.#context.file, form)
    const bases = textsAt(map, 'bases').map((base) => this.#base(base))
    const merged = [...bases, map].reduce((all, next) => mergeSpecs(all, next, 'appended'), new Map())
    this.spec = mergeSpecs(this.spec, merged, 'replaced')
    await this.#read(merged)
  }

  /** A part may use the values that it declares itself: these blocks are read before the rest is run. */
  async #addAhead(part: string): Promise<void> {
    const { spec } = this
    for (const block of ['bases', 'environments', 'values']) {
      const text = topBlock(part, block)
      if (text === undefined) continue
      const ahead = this.#tree(text, this.#context.file, 'helmfile').value
      if (!(ahead instanceof Map)) continue
      const bases = textsAt(ahead, 'bases').map((base) => this.#base(base))
      await this.#read([...bases, ahead].reduce((all, next) => mergeSpecs(all, next, 'appended'), new Map()))
    }
    this.spec = spec
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
    const tree = this.#tree(part, file, format)
    if (tree.value === null) return new Map()
    if (!(tree.value instanceof Map)) throw new StackError('bad-stack', `${file}: expected a mapping`)
    refuseEndless(tree.value, file)
    this.#check(tree, { file, shape: format === 'own' ? ownShape : helmfileShape, lineOffset })
    return format === 'own' ? fromOwn(tree.value) : tree.value
  }

  /** A `.gotmpl` is run as a template; so is a helmfile that is YAML only then, as those of the time before 1.0. */
  #tree(part: string, file: string, format: StackFormat): YamlNode {
    const needsRun = file.endsWith('.gotmpl') || (format === 'helmfile' && part.includes('{{`'))
    if (!needsRun) {
      try {
        return loadTree(part, { file })
      } catch (error) {
        if (format === 'own' || !part.includes('{{')) throw badYaml(error)
      }
    }
    const data = templateData(this.#context, this.values())
    try {
      return loadTree(runText(this.#context, file, { text: part, data }), { file })
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
    const context = this.#context
    const environment = mapAt(mapAt(map, 'environments'), context.options.environment)
    const read = async (entries: ReturnType<typeof listAt>, title: string): Promise<YamlMap> => {
      const mayBeMissing = /^(?:warn|info|debug)$/i.test(textAt(environment, 'missingFileHandler'))
      const list = { entries, title, data: templateData(context, this.values()), mayBeMissing }
      return (await readEntries(list, context)).reduce((all, { values }) => mergeMaps(all, values), new Map())
    }
    this.#defaults = mergeMaps(this.#defaults, await read(listAt(map, 'values'), 'values'))
    for (const key of ['values', 'secrets']) {
      const values = await read(listAt(environment, key), `values of ${context.options.environment}`)
      this.#environment = mergeMaps(this.#environment, values)
    }
    const kubeContext = textAt(environment, 'kubeContext')
    if (kubeContext !== '' && textAt(this.spec, 'kubeContext') === '') this.spec.set('kubeContext', kubeContext)
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

function badYaml(error: unknown): unknown {
  if (!(error instanceof YamlError)) return error
  return new StackError('bad-stack', error.message, { position: error.position, cause: error })
}
