import type { Chart } from '#source'
import {
  type Budget,
  compareStrings,
  createTemplateSet,
  type FuncMap,
  type GoFunction,
  TemplateError,
  type TemplateSet,
  type Tracer,
  type Value,
} from '#template'
import { basename } from './go-text.ts'
import { eraseNoValue, type IncludeState, includeFunction, tplFunction } from './include.ts'
import type { Compat } from './options.ts'
import type { Renderable } from './scope.ts'
import { executionFailure, parseFailure } from './template-failure.ts'
import { valuesMethod, valuesType } from './values-type.ts'

/** How templates run. */
export interface EngineOptions {
  readonly compat: Compat
  /** Everything but `include` and `tpl`. */
  readonly functions: FuncMap
  readonly strict: boolean
  readonly budget: Budget | undefined
  readonly tracer: Tracer | undefined
  /** Hears of a template that stopped while running, and the others go on; without it the first failure is thrown. */
  readonly onFailure?: (error: unknown) => void
}

/**
 * The output of every template that is no partial, by path, in the order of execution. Throws `RenderError`
 * (`template-parse`, `template`, `budget`). Source: helm.sh/helm/v4 pkg/engine/engine.go.
 */
export function renderTemplates(
  chart: Chart,
  templates: ReadonlyMap<string, Renderable>,
  options: EngineOptions,
): Map<string, string> {
  const set = parsedSet(chart, templates, options)
  const rendered = new Map<string, string>()
  for (const path of inParseOrder(templates)) {
    if (basename(path).startsWith('_')) continue
    const { scope, basePath } = templates.get(path) as Renderable
    const about = new Map<string, Value>([
      ['Name', path],
      ['BasePath', basePath],
    ])
    scope.set('Template', valuesType(options.compat, about))
    try {
      rendered.set(path, eraseNoValue(execute(set, path, { scope, compat: options.compat })))
    } catch (error) {
      if (options.onFailure === undefined) throw error
      options.onFailure(error)
    }
  }
  return rendered
}

interface Execution {
  readonly scope: Value
  readonly compat: Compat
}

function execute(set: TemplateSet, path: string, { scope, compat }: Execution): string {
  try {
    return set.execute(path, scope)
  } catch (error) {
    throw error instanceof TemplateError ? executionFailure(path, error, compat) : error
  }
}

/** Deepest paths first, then by name backwards: what a parent defines comes last and wins. */
function inParseOrder(templates: ReadonlyMap<string, Renderable>): string[] {
  const depths = new Map<string, number>()
  for (const path of templates.keys()) depths.set(path, path.split('/').length)
  const depth = (path: string): number => depths.get(path) as number
  return [...templates.keys()].sort((a, b) => depth(b) - depth(a) || compareStrings(b, a))
}

interface ParsedSet {
  readonly paths: string
  readonly strict: boolean
  readonly compat: Compat
  readonly budget: Budget | undefined
  functions: FuncMap
  readonly set: TemplateSet
}

const parsedSets = new WeakMap<Chart, ParsedSet>()

/** The parsed templates; kept from one render of a chart to the next while nothing that matters has changed. */
function parsedSet(chart: Chart, templates: ReadonlyMap<string, Renderable>, options: EngineOptions): TemplateSet {
  const { strict, compat, budget, tracer, functions } = options
  const paths = [...templates.keys()].join('\n')
  const known = parsedSets.get(chart)
  const isSame = known?.paths === paths && known.strict === strict && known.compat === compat
  if (known !== undefined && isSame && known.budget === budget && tracer === undefined) {
    if (known.functions !== functions) bindFunctions(known.set, functions)
    known.functions = functions
    return known.set
  }
  const set = parseAll(templates, options)
  bindFunctions(set, functions)
  if (tracer === undefined) parsedSets.set(chart, { paths, strict, compat, budget, functions, set })
  return set
}

function parseAll(templates: ReadonlyMap<string, Renderable>, options: EngineOptions): TemplateSet {
  const { functions, strict, budget, tracer } = options
  const set = createTemplateSet({
    functions: withPlaceholders(functions),
    missingKey: strict ? 'error' : 'zero',
    methods: valuesMethod,
    goVersion: options.compat === 'helm3' ? '1.23' : '1.25',
    ...(budget && { budget }),
    ...(tracer && { tracer }),
  })
  for (const path of inParseOrder(templates)) {
    try {
      set.parse(path, (templates.get(path) as Renderable).text())
    } catch (error) {
      throw error instanceof TemplateError ? parseFailure(path, error) : error
    }
  }
  return set
}

/** The parser only asks which names exist: `include` and `tpl` get their bodies afterwards. */
function withPlaceholders(functions: FuncMap): FuncMap {
  const names = new Map<string, GoFunction>(functions)
  for (const name of ['include', 'tpl']) names.set(name, { name, params: ['string', 'any'], call: () => '' })
  return names
}

/** Gives a set its functions for this render, with `include` and `tpl` that know it. */
function bindFunctions(set: TemplateSet, functions: FuncMap): void {
  const state: IncludeState = {
    nested: new Map(),
    functionsFor: (target) =>
      new Map([
        ['include', includeFunction(target, state)],
        ['tpl', tplFunction(target, state)],
      ]),
  }
  set.setFunctions(new Map([...functions, ...state.functionsFor(set)]))
}
