import { containerType, type GoMap, quoteGo, typedAs, type Value } from '#template'
import { coalesceValues, mergeTables } from './coalesce.ts'
import { copyMap, isTable } from './copy.ts'
import { goText } from './go-text.ts'
import type { ChartNode } from './node.ts'
import type { Warnings } from './warnings.ts'

const REWRITTEN = 'map[string]string'

/** What is taken from where: `child` below the subchart's values, `parent` in the parent's, `.` for its root. */
interface Import {
  readonly child: string
  readonly parent: string
  readonly isExport: boolean
}

/**
 * Gives the chart its default values with those of its subcharts, and with what `import-values` names, below its own.
 * `node` is mutated. Throws `Error` as `coalesceValues`.
 */
export function importValues(node: ChartNode, warnings: Warnings): void {
  if (node.requirements === undefined) return
  const computed = coalesceValues(node, new Map(), { keepNulls: true, warnings })
  const place = { keepNulls: true, warnings, prefix: '' }
  const imported: GoMap = new Map()
  for (const requirement of node.requirements) {
    const imports = requirement.importValues.map(importOf).filter((entry) => entry !== undefined)
    for (const entry of imports) {
      const found = tableAt(computed, `${requirement.name}.${entry.child}`)
      if (typeof found === 'string') warnMissing(requirement.name, found, { entry, warnings })
      else mergeTables(imported, nestedUnder(entry.parent, found), place)
    }
    requirement.importValues = imports.map(({ child, parent }) =>
      typedAs(
        'map[string]string',
        new Map<string, Value>([
          ['child', child],
          ['parent', parent],
        ]),
      ),
    )
  }
  // The copy keeps what was imported apart from the subchart's own values, as both are changed later.
  node.values = imported.size === 0 ? computed : mergeTables(copyMap(computed), imported, place)
}

function importOf(value: Value): Import | undefined {
  if (typeof value === 'string') return { child: `exports.${value}`, parent: '.', isExport: true }
  // Helm 3 lets two aliases share a list; what the first has rewritten, the second no longer takes for imports.
  if (!isTable(value) || containerType(value) === REWRITTEN) return undefined
  return { child: goText(value.get('child') ?? null), parent: goText(value.get('parent') ?? null), isExport: false }
}

/** The table at a dotted path, or the part of the path that is none. */
function tableAt(values: GoMap, path: string): GoMap | string {
  let current = values
  for (const part of path.split('.')) {
    const next = current.get(part)
    if (!isTable(next)) return part
    current = next
  }
  return current
}

function nestedUnder(path: string, table: GoMap): GoMap {
  if (path === '.') return table
  return path.split('.').reduceRight<GoMap>((inner, part) => new Map<string, Value>([[part, inner]]), table)
}

interface Missing {
  readonly entry: Import
  readonly warnings: Warnings
}

function warnMissing(chart: string, part: string, { entry, warnings }: Missing): void {
  const reason = `${quoteGo(part)} is not a table`
  const named: readonly (readonly [string, string])[] = entry.isExport ? [] : [['chart', chart]]
  warnings.add({
    place3: entry.isExport ? 'dependencies.go:286' : 'dependencies.go:269',
    text3: `Warning: ImportValues missing table${entry.isExport ? '' : ` from chart ${chart}`}: ${reason}`,
    level4: 'WARN',
    text4: `ImportValues missing table${entry.isExport ? '' : ' from chart'}`,
    attributes4: [...named, ['error', reason]],
  })
}
