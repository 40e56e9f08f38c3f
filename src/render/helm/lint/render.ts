import type { Chart } from '#source'
import type { GoMap } from '#template'
import { coalesceValues } from '../coalesce.ts'
import { resolveDependencies } from '../dependencies.ts'
import { renderTemplates } from '../engine.ts'
import { helmFunctions } from '../functions.ts'
import { type ChartNode, chartTree } from '../node.ts'
import { validateAgainstSchema } from '../schema/index.ts'
import { checkSchemas } from '../schema-check.ts'
import { allTemplates } from '../scope.ts'
import { TomlNotLoaded } from '../toml-parse.ts'
import { valuesType } from '../values-type.ts'
import type { TemplateLintOptions } from './target.ts'

/** The release that lint pretends to make. */
const RELEASE = 'test-release'

/**
 * What the templates of a chart give in lint mode, by path; undefined when dependencies or values cannot be put
 * together, of which Helm's lint says nothing. Throws `RenderError` (`schema`, `template-parse`, `template`).
 */
export function renderForLint(chart: Chart, options: TemplateLintOptions): ReadonlyMap<string, string> | undefined {
  const { compat, warnings, environment, capabilities } = options
  const prepared = prepare(chart, options)
  if (prepared === undefined) return undefined
  const { root, values } = prepared
  if (!options.skipSchemaValidation) checkSchemas(root, values, { compat, check: validateAgainstSchema })
  const release = { name: RELEASE, namespace: options.namespace, revision: 0 }
  const templates = allTemplates(root, values, { compat, release, capabilities })
  for (const { scope } of templates.values()) (scope.get('Release') as GoMap).set('IsInstall', false)
  const nothing = { lookup: undefined, resolveHost: undefined }
  const functions = helmFunctions({ compat, environment, ...nothing, lintMode: true, warnings })
  return renderTemplates(chart, templates, {
    compat,
    functions,
    strict: false,
    budget: options.budget,
    tracer: undefined,
  })
}

function prepare(chart: Chart, { config, compat, warnings }: TemplateLintOptions): Prepared | undefined {
  const root = chartTree(chart)
  try {
    resolveDependencies(root, config, warnings)
    const once = coalesceValues(root, config, { keepNulls: false, warnings })
    return { root, values: valuesType(compat, coalesceValues(root, once, { keepNulls: false, warnings })) }
  } catch {
    return undefined
  }
}

interface Prepared {
  readonly root: ChartNode
  readonly values: GoMap
}

/** Whether a template stopped because the parser of TOML is not there yet. */
export function needsToml(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof TomlNotLoaded) return true
  }
  return false
}
