import { asNilContainer, type GoFunction, type GoMap, GoObject, isNil, typedAs, type Value } from '#template'
import type { ChartNode, Requirement } from './node.ts'
import type { Compat } from './options.ts'

type Text = string | undefined
type Row = readonly [goName: string, jsonName: string, value: Value]

/**
 * `.Chart`: in Helm 4 a map of all Go fields, in Helm 3 a struct whose JSON has the names of Chart.yaml and no empty
 * fields.
 */
export function chartObject(node: ChartNode, compat: Compat): Value {
  const isRoot = node.parent === undefined
  const rows = metadataRows(node, compat)
  if (compat === 'helm3') {
    return new GoStruct('struct { chart.Metadata; IsRoot bool }', [...rows, ['IsRoot', 'IsRoot', isRoot]], 'struct')
  }
  const map: GoMap = new Map(rows.map(([name, , value]) => [name, value]))
  return map.set('IsRoot', isRoot)
}

function metadataRows(node: ChartNode, compat: Compat): Row[] {
  const { metadata } = node.chart
  const list = compat === 'helm3' ? strings : plainStrings
  return [
    ['Name', 'name', node.name],
    ['Home', 'home', text(metadata.home)],
    ['Sources', 'sources', list(metadata.sources)],
    ['Version', 'version', text(metadata.version)],
    ['Description', 'description', text(metadata.description)],
    ['Keywords', 'keywords', list(metadata.keywords)],
    ['Maintainers', 'maintainers', maintainers(node, compat)],
    ['Icon', 'icon', text(metadata.icon)],
    ['APIVersion', 'apiVersion', text(metadata.apiVersion)],
    ['Condition', 'condition', text(metadata.condition)],
    ['Tags', 'tags', text(metadata.tags)],
    ['AppVersion', 'appVersion', text(metadata.appVersion)],
    ['Deprecated', 'deprecated', metadata.deprecated ?? false],
    ['Annotations', 'annotations', annotations(metadata.annotations)],
    ['KubeVersion', 'kubeVersion', text(metadata.kubeVersion)],
    ['Dependencies', 'dependencies', requirements(node.requirements, compat)],
    ['Type', 'type', text(metadata.type)],
  ]
}

function text(value: Text): string {
  return value ?? ''
}

function strings(values: readonly string[] | undefined): Value[] {
  const list = typedAs('[]string', [...(values ?? [])])
  return values === undefined ? asNilContainer(list) : list
}

function plainStrings(values: readonly string[] | undefined): Value[] {
  return [...(values ?? [])]
}

function annotations(values: Readonly<Record<string, string>> | undefined): Value {
  const map = typedAs('map[string]string', new Map<string, Value>(Object.entries(values ?? {})))
  return values === undefined ? asNilContainer(map) : map
}

function maintainers(node: ChartNode, compat: Compat): Value[] {
  const rows = node.chart.metadata.maintainers?.map((person): Row[] => [
    ['Name', 'name', person.name ?? ''],
    ['Email', 'email', text(person.email)],
    ['URL', 'url', text(person.url)],
  ])
  return structs(rows, '*chart.Maintainer', compat)
}

function requirements(entries: readonly Requirement[] | undefined, compat: Compat): Value[] {
  const rows = (entries?.length ? entries : undefined)?.map((entry): Row[] => [
    ['Name', 'name!', entry.name],
    ['Version', 'version', entry.version],
    ['Repository', 'repository!', entry.repository],
    ['Condition', 'condition', entry.condition],
    ['Tags', 'tags', compat === 'helm3' ? strings(entry.tags) : [...entry.tags]],
    ['Enabled', 'enabled', entry.enabled],
    ['ImportValues', 'import-values', [...entry.importValues]],
    ['Alias', 'alias', entry.alias],
  ])
  return structs(rows, '*chart.Dependency', compat)
}

function structs(entries: readonly Row[][] | undefined, goType: string, compat: Compat): Value[] {
  if (compat === 'helm3') {
    const list = (entries ?? []).map((rows) => new GoStruct(goType, rows, 'ptr'))
    return entries === undefined ? asNilContainer(typedAs(`[]${goType}`, list)) : typedAs(`[]${goType}`, list)
  }
  return (entries ?? []).map((rows) => new Map<string, Value>(rows.map(([name, , value]) => [name, value])))
}

/** A Go struct whose JSON leaves out empty fields, except those whose JSON name ends in `!`. */
export class GoStruct extends GoObject {
  readonly goType: string
  readonly goKind: string
  readonly #rows: readonly Row[]
  readonly #methods: ReadonlyMap<string, GoFunction>
  constructor(goType: string, rows: readonly Row[], ...more: [kind: string, methods?: readonly GoFunction[]]) {
    super()
    const [kind, methods = []] = more
    this.goType = goType
    this.goKind = kind
    this.#rows = rows
    this.#methods = new Map(methods.map((method) => [method.name, method]))
  }
  fields(): ReadonlyMap<string, Value> {
    return new Map(this.#rows.map(([name, , value]) => [name, value]))
  }
  override method(name: string): GoFunction | undefined {
    return this.#methods.get(name)
  }
  toJSON(): unknown {
    const shown = this.#rows.flatMap(([, name, value]) => {
      const isKept = name.endsWith('!')
      if (!isKept && name !== 'IsRoot' && isEmpty(value)) return []
      return [[isKept ? name.slice(0, -1) : name, value] as const]
    })
    return Object.fromEntries(shown)
  }
}

function isEmpty(value: Value): boolean {
  if (value === '' || value === false || isNil(value)) return true
  return Array.isArray(value) ? value.length === 0 : value instanceof Map && value.size === 0
}
