import { fromBytes, sprint, type Value } from '#template'
import { loadTree, locate, type YamlNode } from '#yaml'
import { mergeLayers } from '../layers.ts'
import type { ChartNode } from '../node.ts'
import type { ValuesLayer } from '../options.ts'
import type { PreparedChart } from '../render.ts'
import { inside, pathText, type ValuePath } from './identity.ts'

/** Who wrote a value. */
export interface Origin {
  /** `default`: a chart's values.yaml. `parent`: the values.yaml of a chart above. `global`: a global of a chart above. */
  readonly kind: 'default' | 'parent' | 'import' | 'global' | 'file' | 'from' | 'flag'
  /** `web/values.yaml:3:5`, `--set replicaCount=3`. */
  readonly text: string
  readonly position: { readonly file: string; readonly line: number; readonly column: number } | undefined
  /** What it gave; undefined where it is not to be seen as a value. */
  readonly value: unknown
  /** It deletes the value with a null, at this path. */
  readonly deletes: string | undefined
  /** The value is not to be shown. */
  readonly isSecret?: boolean
}

/** What stands for a value that is not to be shown. */
export const HIDDEN = '(hidden)'

/** Knows the writers of every value of one chart and one command line. */
export class Provenance {
  readonly #prepared: PreparedChart
  readonly #trees = new Map<unknown, YamlNode | undefined>()
  readonly #flags: readonly { readonly layer: ValuesLayer; readonly values: Value }[]

  constructor(prepared: PreparedChart) {
    this.#prepared = prepared
    const { compat, options } = prepared
    this.#flags = (options.layers ?? []).map((layer) => ({
      layer,
      values: 'values' in layer ? layer.values : mergeLayers([layer], { compat, readFile: options.readFile }),
    }))
  }

  /** Every writer, lowest precedence first. */
  writers(path: ValuePath): Origin[] {
    return [...this.#ofCharts(path), ...this.#ofFlags(path), ...this.#ofGlobals(path)]
  }

  /** The writer whose value holds. */
  winner(path: ValuePath): Origin | undefined {
    const all = this.writers(path)
    const value = this.valueAt(path)
    const isTable = value instanceof Map
    return all.findLast((origin) => isTable || same(origin.value, value)) ?? all.at(-1)
  }

  /** The computed value; undefined when there is none. */
  valueAt(path: ValuePath): Value | undefined {
    let current: Value | undefined = this.#prepared.values
    for (const step of path) current = inside(current, step)
    return current
  }

  #ofCharts(path: ValuePath): Origin[] {
    const charts: ChartNode[] = [this.#prepared.root]
    for (const step of path) {
      const next = charts.at(-1)?.dependencies.find(({ name }) => name === step)
      if (next === undefined) break
      charts.push(next)
    }
    const origins: Origin[] = []
    for (let depth = charts.length - 1; depth >= 0; depth--) {
      const node = charts[depth] as ChartNode
      const local = path.slice(depth)
      origins.push(...this.#imports(node, local))
      const isOwner = depth === charts.length - 1
      const own = local.length === 0 ? undefined : this.#ofDefaults(node, local, isOwner ? 'default' : 'parent')
      if (own !== undefined) origins.push(own)
    }
    return origins
  }

  #ofDefaults(node: ChartNode, local: ValuePath, kind: Origin['kind']): Origin | undefined {
    const file = `${node.chart.origin.replace(/\/$/, '')}/values.yaml`
    const found = lookUp(node.chart.values, local)
    if (found === undefined) return undefined
    const tree = this.#tree(node.chart, () => {
      const raw = node.chart.raw.find(({ name }) => name === 'values.yaml')
      return raw && loadTree(fromBytes(raw.data), { file })
    })
    return placed({ kind, found, file, tree, path: local })
  }

  #imports(node: ChartNode, local: ValuePath): Origin[] {
    const origins: Origin[] = []
    for (const requirement of node.requirements ?? []) {
      for (const rule of requirement.importValues) {
        const child = rule instanceof Map ? sprint([rule.get('child') ?? null]) : `exports.${sprint([rule])}`
        const parent = rule instanceof Map ? sprint([rule.get('parent') ?? null]) : '.'
        const below = restBelow(local, parent === '.' ? [] : parent.split('.'))
        const sub = node.dependencies.find(({ name }) => name === requirement.name)
        if (below === undefined || sub === undefined) continue
        const source = this.#ofDefaults(sub, [...child.split('.'), ...below], 'import')
        const text = `import-values of ${requirement.name}: ${child} to ${parent}`
        if (source !== undefined) origins.push({ ...source, text: `${text} (${source.text})` })
      }
    }
    return origins
  }

  #ofFlags(path: ValuePath): Origin[] {
    const origins: Origin[] = []
    for (const { layer, values } of this.#flags) {
      const found = lookUp(values, path)
      if (found === undefined) continue
      if ('values' in layer) {
        const { file, kind, isSecret } = layer.origin
        const tree = kind === 'from' ? undefined : this.#tree(layer, () => this.#readTree(file))
        const origin = placed({ kind: kind === 'from' ? kind : 'file', found, file, tree, path })
        origins.push(isSecret === true ? { ...origin, isSecret } : origin)
      } else {
        const text = `--${layer.origin.kind} ${layer.expression}`
        origins.push({ kind: 'flag', text, position: undefined, ...shown(found) })
      }
    }
    return origins
  }

  /** What charts above give to a global of a subchart; theirs is the last word. */
  #ofGlobals(path: ValuePath): Origin[] {
    const at = path.indexOf('global')
    if (at <= 0 || !this.#isChart(path.slice(0, at))) return []
    const above = this.writers([...path.slice(0, at - 1), ...path.slice(at)])
    return above.map((origin) => ({ ...origin, kind: 'global', text: `${origin.text} (global)` }))
  }

  #isChart(path: ValuePath): boolean {
    let node: ChartNode | undefined = this.#prepared.root
    for (const step of path) node = node?.dependencies.find(({ name }) => name === step)
    return node !== undefined
  }

  #readTree(file: string): YamlNode | undefined {
    const text = this.#prepared.options.readFile?.(file)
    return text === undefined ? undefined : loadTree(text, { file })
  }

  /** A tree that is read once; undefined when it cannot be (standard input is gone, an address is not read again). */
  #tree(key: unknown, read: () => YamlNode | undefined): YamlNode | undefined {
    if (this.#trees.has(key)) return this.#trees.get(key)
    let tree: YamlNode | undefined
    try {
      tree = read()
    } catch {
      tree = undefined
    }
    this.#trees.set(key, tree)
    return tree
  }
}

interface Found {
  readonly value: Value
  /** The part of the path at which it was decided. */
  readonly path: ValuePath
}

/** The value at a path, or the null or scalar on the way that stands in its place. */
function lookUp(values: Value | undefined, path: ValuePath): Found | undefined {
  let current: Value | undefined = values
  for (const [index, step] of path.entries()) {
    if (current === null && index > 0) return { value: null, path: path.slice(0, index) }
    current = inside(current, step)
    if (current === undefined) return undefined
  }
  return current === undefined ? undefined : { value: current, path }
}

function shown({ value, path }: Found): Pick<Origin, 'value' | 'deletes'> {
  return { value, deletes: value === null ? pathText(path) : undefined }
}

interface Placed {
  readonly kind: Origin['kind']
  readonly found: Found
  readonly file: string
  readonly tree: YamlNode | undefined
  readonly path: ValuePath
}

function placed({ kind, found, file, tree, path }: Placed): Origin {
  const position = tree && nearestPlace(tree, found.path.length < path.length ? found.path : path)
  if (position === undefined) return { kind, text: file, position: undefined, ...shown(found) }
  const { line, column } = position
  return { kind, text: `${file}:${line}:${column}`, position: { file, line, column }, ...shown(found) }
}

/** Where the path stands, or the deepest part of it that stands anywhere (merge keys bring values from elsewhere). */
function nearestPlace(tree: YamlNode, path: ValuePath): { line: number; column: number } | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = locate(tree, path.slice(0, length))
    if (found !== undefined) return found
  }
  return undefined
}

function restBelow(path: ValuePath, prefix: readonly string[]): ValuePath | undefined {
  return prefix.every((step, index) => path[index] === step) ? path.slice(prefix.length) : undefined
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === null || b === null || a === undefined || b === undefined) return false
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length
  return sprint([a as Value]) === sprint([b as Value])
}
