import { fromBytes, type GoMap, int, type Value } from '#template'
import { capabilitiesObject } from './capabilities.ts'
import { chartObject } from './chart-object.ts'
import { filesObject } from './files.ts'
import { basename } from './go-text.ts'
import { type ChartNode, fullPath } from './node.ts'
import type { Capabilities, Compat, ReleaseOptions } from './options.ts'
import { asValues, valuesType } from './values-type.ts'

/** One template with what it is given as `.`; templates of one chart share it. */
export interface Renderable {
  readonly text: () => string
  readonly scope: GoMap
  readonly basePath: string
}

/** What every chart of a render sees alike. */
export interface World {
  readonly compat: Compat
  readonly release: ReleaseOptions
  readonly capabilities: Capabilities
}

/** All templates of the tree by their path, with their scopes. Source: helm.sh/helm/v4 pkg/engine `recAllTpls`. */
export function allTemplates(root: ChartNode, values: GoMap, world: World): Map<string, Renderable> {
  const templates = new Map<string, Renderable>()
  const shared: GoMap = new Map<string, Value>([
    ['Release', releaseObject(world.release)],
    ['Capabilities', capabilitiesObject(world.capabilities, world.compat)],
    ['Values', values],
  ])
  addTemplates(root, { templates, parent: shared, compat: world.compat })
  return templates
}

/** `.Release`. */
function releaseObject({ name, namespace, revision = 1, isUpgrade = false }: ReleaseOptions): GoMap {
  return new Map<string, Value>([
    ['Name', name],
    ['Namespace', namespace],
    ['IsUpgrade', isUpgrade],
    ['IsInstall', !isUpgrade],
    ['Revision', int(revision)],
    ['Service', 'Helm'],
  ])
}

interface Collection {
  readonly templates: Map<string, Renderable>
  readonly parent: GoMap
  readonly compat: Compat
}

function addTemplates(node: ChartNode, { templates, parent, compat }: Collection): GoMap {
  const subcharts: GoMap = new Map()
  const scope = valuesType(compat, new Map<string, Value>())
  scope.set('Chart', chartObject(node, compat))
  scope.set('Files', filesObject(node.chart.files))
  scope.set('Release', parent.get('Release') as Value)
  scope.set('Capabilities', parent.get('Capabilities') as Value)
  scope.set('Values', ownValues(node, parent, compat))
  scope.set('Subcharts', subcharts)
  for (const sub of node.dependencies) subcharts.set(sub.name, addTemplates(sub, { templates, parent: scope, compat }))
  const path = fullPath(node)
  const isLibrary = node.chart.metadata.type?.toLowerCase() === 'library'
  const basePath = `${path}/templates`
  for (const file of node.chart.templates) {
    if (isLibrary && !basename(file.name).startsWith('_')) continue
    templates.set(`${path}/${file.name}`, { text: () => fromBytes(file.data), scope, basePath })
  }
  return scope
}

/** The root's values are the computed ones; a subchart's are a table of its parent's, or nothing. */
function ownValues(node: ChartNode, parent: GoMap, compat: Compat): Value {
  if (node.parent === undefined) return parent.get('Values') as Value
  let current: Value | undefined = parent.get('Values')
  for (const part of node.name.split('.')) current = current instanceof Map ? current.get(part) : undefined
  return asValues(compat, current instanceof Map ? current : new Map())
}
