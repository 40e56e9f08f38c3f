import type { Chart } from '#source'
import type { GoMap, Value } from '#template'
import type { YamlNode } from '#yaml'
import type { Position } from '../../../resource.ts'
import type { Usage } from '../../infer/usage.ts'
import type { Finding } from '../finding.ts'

/** A YAML file that the user wrote, with positions; `tree` is undefined when it cannot be read. */
export interface SourceFile {
  /** As findings name it. */
  readonly file: string
  readonly text: string
  readonly tree: YamlNode | undefined
}

/** What one flag sets. */
export interface FlagValues {
  /** `--set a.b=1`. */
  readonly flag: string
  readonly values: GoMap
}

/** What the rules beyond Helm's look at. */
export interface RuleContext {
  readonly chart: Chart
  readonly origin: string
  readonly usage: Usage
  /** Default values of the chart and its subcharts. */
  readonly defaults: GoMap
  /** values.yaml of the chart. */
  readonly valuesFile: SourceFile | undefined
  readonly chartFile: SourceFile
  /** Files given with `-f`. */
  readonly userFiles: readonly SourceFile[]
  readonly flags: readonly FlagValues[]
  /** values.schema.json, parsed. */
  readonly schema: unknown
}

/** A rule beyond Helm's. */
export interface Rule {
  readonly name: string
  /** One sentence for people: what it finds and why that matters. */
  readonly docs: string
  readonly check: (context: RuleContext) => readonly Finding[]
}

/** A value that the user gave, as deep as mappings go. */
export interface GivenValue {
  readonly path: readonly string[]
  readonly value: Value
  readonly position: Position | undefined
  /** File or flag. */
  readonly from: string
}

/** Visits every mapping entry that the user gave, parents first; `enter` says whether to go on below. */
export function visitGiven(context: RuleContext, enter: (given: GivenValue) => boolean): void {
  for (const { file, tree } of context.userFiles) if (tree !== undefined) visitTree(tree, { file, path: [], enter })
  for (const { flag, values } of context.flags) visitMap(values, { flag, path: [], enter })
}

type Enter = (given: GivenValue) => boolean

function visitTree(node: YamlNode, place: { file: string; path: readonly string[]; enter: Enter }): void {
  const last = new Map((node.entries ?? []).map((entry) => [entry.key, entry]))
  for (const entry of last.values()) {
    const path = [...place.path, entry.key]
    const { line, column } = entry.position
    const position = { file: place.file, line, column }
    const given = { path, value: entry.node.value as Value, position, from: place.file }
    if (place.enter(given)) visitTree(entry.node, { ...place, path })
  }
}

function visitMap(map: GoMap, place: { flag: string; path: readonly string[]; enter: Enter }): void {
  for (const [key, value] of map) {
    const path = [...place.path, key]
    const goesOn = place.enter({ path, value, position: undefined, from: place.flag })
    if (goesOn && value instanceof Map) visitMap(value, { ...place, path })
  }
}

/** The default at a path; undefined when there is none. */
export function defaultAt(defaults: GoMap, path: readonly string[]): Value | undefined {
  let current: Value | undefined = defaults
  for (const part of path) current = current instanceof Map ? current.get(part) : undefined
  return current
}

/** A path as `--set` takes it: dots in names are escaped. */
export function pathText(path: readonly string[]): string {
  return path.map((part) => part.replaceAll('.', '\\.')).join('.')
}
