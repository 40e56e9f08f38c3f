import { loadObject, YamlError } from '#yaml'
import { KustomizeError, within } from '../error.ts'
import { type Configuration, mergeConfigurations, NO_CONFIGURATION } from '../fields/configuration.ts'
import type { NameReference } from '../fields/name-references.ts'
import type { FieldSpec } from '../file/types.ts'

/** The fields that OpenAPI definitions of custom resources mark as names, labels or annotations. Throws `bad-config`. */
export function loadCrds(load: (path: string) => string, paths: readonly string[]): Configuration {
  let configuration = NO_CONFIGURATION
  for (const path of paths) {
    const text = load(path)
    const definitions = within(`unable to parse open API definition from '${path}'`, () => parse(text, path))
    configuration = mergeConfigurations(configuration, configurationOf(definitions))
  }
  return configuration
}

type Tree = Readonly<Record<string, unknown>>

function parse(text: string, file: string): Tree {
  try {
    const value = loadObject(text, { file })
    if (value === null || isTree(value)) return value ?? {}
  } catch (error) {
    if (!(error instanceof YamlError)) throw error
    const message = `error converting YAML to JSON: ${error.message}`
    throw new KustomizeError({ code: 'bad-config', message, cause: error })
  }
  const message =
    'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal value into Go value of type accumulator.nameToApiMap'
  throw new KustomizeError({ code: 'bad-config', message, position: { file, line: 1, column: 1 } })
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function configurationOf(definitions: Tree): Configuration {
  let configuration = NO_CONFIGURATION
  for (const name of Object.keys(definitions).sort()) {
    const properties = propertiesOf(definitions, name)
    if (!['kind', 'apiVersion', 'metadata'].every((property) => Object.hasOwn(properties, property))) continue
    const kind = name.slice(name.lastIndexOf('.') + 1)
    const walk: Walk = { definitions, kind, seen: 0, annotations: [], labels: [], names: [], references: new Map() }
    visit(walk, name, [])
    configuration = mergeConfigurations(configuration, foundBy(walk))
  }
  return configuration
}

function propertiesOf(definitions: Tree, name: string): Tree {
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined
  const schema = isTree(definition) ? (definition['Schema'] ?? definition['schema']) : undefined
  const properties = isTree(schema) ? schema['properties'] : undefined
  return isTree(properties) ? properties : {}
}

interface Walk {
  readonly definitions: Tree
  readonly kind: string
  seen: number
  /** The fields that are marked. */
  readonly annotations: FieldSpec[]
  readonly labels: FieldSpec[]
  readonly names: FieldSpec[]
  /** Fields that hold names, by the kind that they name. */
  readonly references: Map<string, NameReference & { readonly fieldSpecs: FieldSpec[] }>
}

function foundBy({ annotations, labels, names, references }: Walk): Configuration {
  return {
    ...NO_CONFIGURATION,
    commonAnnotations: annotations,
    commonLabels: labels,
    namePrefix: names,
    nameReference: [...references.values()],
  }
}

/** Deepest reference that is followed: a type may refer to itself. */
const MAX_DEPTH = 50
/** Most properties that are looked at for one kind: types that refer to each other twice double at every step. */
const MAX_PROPERTIES = 20_000

function visit(walk: Walk, name: string, path: readonly string[]): void {
  const properties = propertiesOf(walk.definitions, name)
  walk.seen += Object.keys(properties).length
  if (path.length > MAX_DEPTH || walk.seen > MAX_PROPERTIES) {
    throw new KustomizeError({ code: 'limit', message: `definition ${name} refers to itself` })
  }
  for (const key of Object.keys(properties).sort()) {
    const property = properties[key]
    if (!isTree(property)) continue
    addMarks(walk, property, [...path, key])
    const { $ref } = property
    if (typeof $ref === 'string') visit(walk, $ref, [...path, key])
  }
}

function addMarks(walk: Walk, property: Tree, path: readonly string[]): void {
  const spec: FieldSpec = { kind: walk.kind, path: path.join('/') }
  if (textAt(property, 'annotation') !== undefined) walk.annotations.push(spec)
  if (textAt(property, 'label-selector') !== undefined) walk.labels.push(spec)
  if (textAt(property, 'identity') !== undefined) walk.names.push(spec)
  const version = textAt(property, 'object-ref-api-version')
  const kind = textAt(property, 'object-ref-kind')
  if (version === undefined || kind === undefined) return
  const nameKey = textAt(property, 'object-ref-name-key') ?? 'name'
  const key = `${version}\n${kind}`
  const reference = walk.references.get(key) ?? { kind, version, fieldSpecs: [] }
  reference.fieldSpecs.push({ ...spec, path: `${spec.path}/${nameKey}` })
  walk.references.set(key, reference)
}

function textAt(property: Tree, mark: string): string | undefined {
  const key = `x-kubernetes-${mark}`
  const value = property[key]
  return typeof value === 'string' ? value : undefined
}
