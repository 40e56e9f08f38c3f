import { loadObject, loadResources } from '#yaml'
import type {
  FieldOptions,
  Kustomization,
  Patch,
  ReplacementField,
  Selector,
  TargetSelector,
  Var,
} from '../file/types.ts'
import { isObject, type Json, type JsonObject, scalarText } from '../resource/json.ts'
import type { EditWorld } from './edit.ts'
import { refuse } from './refuse.ts'

const FILE_NAMES = ['Kustomization', 'kustomization.yaml', 'kustomization.yml']

/**
 * A kustomization whose vars are replacements, and the files in which placeholders stand where the vars stood. Source:
 * kustomize commands/edit/fix/convert.go. Throws `bad-config` for a var that no delimiter sets apart.
 */
export function replaceVars(
  file: Kustomization,
  world: EditWorld,
): { file: Kustomization; writes: ReadonlyMap<string, string> } {
  const { vars, ...rest } = file
  if (vars === undefined) return { file, writes: new Map() }
  const touched = new TouchedFiles(world)
  touched.addAll(file, '')
  const replacements = vars.map((one) => replacementOf(one, touched))
  return { file: { ...rest, replacements }, writes: touched.writes }
}

function replacementOf(variable: Var, touched: TouchedFiles): ReplacementField {
  const targets = touched.paths.flatMap((path) => targetsIn(path, variable.name, touched))
  touched.replaceAll(`$(${variable.name})`, `${variable.name}_PLACEHOLDER`)
  const { apiVersion = '', kind = '', name = '', namespace = '' } = variable.objref
  const fieldPath = variable.fieldref?.fieldPath ?? ''
  return { source: { ...splitVersion(apiVersion), kind, name, namespace, fieldPath }, targets }
}

/** The files of a kustomization, with their texts as they have become. */
class TouchedFiles {
  readonly paths: string[] = []
  readonly patches = new Map<string, Patch>()
  readonly writes = new Map<string, string>()
  readonly #world: EditWorld

  constructor(world: EditWorld) {
    this.#world = world
  }

  // The reference looks for a base's folder from where it was started, at every depth.
  addAll(file: Kustomization, folder: string): void {
    for (const resource of file.resources ?? []) {
      for (const entry of this.#world.list(resource) ?? []) {
        if (FILE_NAMES.includes(entry.name)) this.#addBase(resource, entry.name)
      }
      this.paths.push(join(folder, resource))
    }
    for (const patch of file.patches ?? []) {
      if (!patch.path) continue
      const path = join(folder, patch.path)
      this.paths.push(path)
      this.patches.set(path, patch)
    }
  }

  #addBase(folder: string, name: string): void {
    const text = this.text(join(folder, name))
    if (text === undefined || this.#depth > MAX_DEPTH || this.paths.length > MAX_PATHS) return
    this.#depth++
    this.addAll(loadObject<Kustomization | null>(text) ?? {}, folder)
    this.#depth--
  }

  #depth = 0

  text(path: string): string | undefined {
    const written = this.writes.get(path)
    if (written !== undefined) return written
    try {
      return new TextDecoder().decode(this.#world.read(path))
    } catch {
      return undefined
    }
  }

  replaceAll(from: string, to: string): void {
    for (const path of this.paths) {
      const text = this.text(path)
      if (text?.includes(from)) this.writes.set(path, text.replaceAll(from, to))
    }
  }
}

/** How many files are looked at, those of bases counted wherever they are named. */
const MAX_PATHS = 10_000
/** How deep bases are followed: one may name itself. */
const MAX_DEPTH = 100

function join(folder: string, path: string): string {
  const parts: string[] = []
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const isAbsolute = (folder === '' ? path : folder).startsWith('/')
  return (isAbsolute ? '/' : '') + parts.join('/')
}

function targetsIn(path: string, name: string, touched: TouchedFiles): TargetSelector[] {
  const text = touched.text(path)
  if (text === undefined) return []
  const patch = touched.patches.get(path)
  return objectsOf(text).flatMap((object) => {
    const uses = usesOf(object, { reference: `$(${name})`, path: [], file: path })
    const chosen = patch && !(patch.options?.['allowNameChange'] && patch.options['allowKindChange'])
    return uses.map(({ fieldPath, options }) => ({
      select: chosen ? patchSelector(patch, object) : objectSelector(object),
      fieldPaths: [fieldPath],
      ...(options.delimiter && { options }),
    }))
  })
}

function objectsOf(text: string): Json[] {
  try {
    return loadResources(text).map(({ value }) => value)
  } catch {
    return []
  }
}

function objectSelector(value: Json): Selector {
  const object = isObject(value) ? value : ({} as JsonObject)
  const metadata = isObject(object['metadata']) ? object['metadata'] : ({} as JsonObject)
  return {
    ...splitVersion(scalarText(object['apiVersion'])),
    kind: scalarText(object['kind']),
    name: scalarText(metadata['name']),
    namespace: scalarText(metadata['namespace']),
  }
}

function patchSelector({ target, options }: Patch, value: Json): Selector {
  const own = objectSelector(value)
  return {
    ...target,
    ...(options?.['allowNameChange'] && { name: own.name ?? '' }),
    ...(options?.['allowKindChange'] && { kind: own.kind ?? '' }),
    ...(own.namespace && { namespace: own.namespace }),
  }
}

function splitVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1) }
}

interface Search {
  readonly reference: string
  readonly path: readonly string[]
  readonly file: string
}

interface Use {
  readonly fieldPath: string
  readonly options: FieldOptions
}

function usesOf(value: Json, search: Search): Use[] {
  const step = (item: Json, name: string): Use[] => usesOf(item, { ...search, path: [...search.path, name] })
  if (Array.isArray(value)) return value.flatMap((item, index) => step(item, String(index)))
  if (isObject(value)) {
    return Object.keys(value).flatMap((key) => step(value[key] as Json, key.includes('.') ? `[${key}]` : key))
  }
  const text = scalarText(value)
  if (!text.includes(search.reference)) return []
  return [{ fieldPath: search.path.join('.'), options: optionsOf(text, search) }]
}

/** What sets a reference apart in a text: the character beside it, and which part it is. */
function optionsOf(text: string, { reference, file }: Search): FieldOptions {
  if (text === reference) return {}
  const start = text.indexOf(reference)
  const end = start + reference.length
  const before = text[start - 1]
  const after = text[end]
  if (before === undefined) return { delimiter: after ?? '', index: 0 }
  if (after === undefined) return { delimiter: before, index: text.split(before).length - 1 }
  if (before === after) return { delimiter: before, index: text.split(before).indexOf(reference) }
  return refuse(`error with ${file}: cannot convert all vars to replacements; ${reference} is not delimited`)
}
