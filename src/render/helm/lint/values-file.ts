import { parseValues } from '#source'
import type { YamlMap } from '#yaml'
import { mergeTables } from '../coalesce.ts'
import { validateAgainstSchema } from '../schema/index.ts'
import type { Warnings } from '../warnings.ts'
import type { Findings } from './finding.ts'
import type { LintOptions, LintTarget } from './target.ts'

const FILE = 'values.yaml'

/** Rules of values.yaml and its schema. Source: helm.sh/helm/v4 pkg/chart/v2/lint/rules/values.go. */
export function lintValuesFile(
  target: LintTarget,
  findings: Findings,
  options: LintOptions & { readonly warnings: Warnings },
): void {
  if (target.kindOf(FILE) === 'missing') {
    findings.add({ severity: 'info', rule: 'values-missing', path: FILE, message: 'file does not exist' })
    return
  }
  const position = { file: `${target.origin}/${FILE}`, line: 1, column: 1 }
  const add = (rule: string, message: string, place = position): void => {
    findings.add({ severity: 'error', rule, path: FILE, message, position: place })
  }
  let values: YamlMap
  try {
    values = readValues(target)
  } catch (error) {
    const at = (error as { position?: { line: number; column: number } }).position
    const type = `${options.compat === 'helm3' ? 'chartutil' : 'common'}.Values`
    const message = (error as Error).message.replace(/map\[string]interface \{}$/, type)
    add('values-yaml', `unable to parse YAML: ${message}`, { ...position, ...at, file: position.file })
    return
  }
  const { warnings, compat } = options
  // Helm's own: the user's nested tables are filled with defaults here, and stay so for what is checked next.
  const merged = mergeTables(new Map(options.config), values, { warnings, prefix: '', keepNulls: false })
  const schema = readSchema(target)
  if (schema === undefined || (options.skipSchemaValidation && compat === 'helm4')) return
  const lines = validateAgainstSchema(schema, merged as YamlMap, { compat })
  if (lines.length > 0) add('values-schema', `${lines.join('\n')}${lines[0]?.startsWith('- ') ? '\n' : ''}`)
}

function readValues(target: LintTarget): YamlMap {
  const text = new TextDecoder().decode(target.read(FILE))
  return parseValues(text, { file: `${target.origin}/${FILE}`, compat: 'helm3' })
}

function readSchema(target: LintTarget): Uint8Array | undefined {
  const name = 'values.schema.json'
  if (target.kindOf(name) !== 'file') return undefined
  const data = target.read(name)
  return data.length === 0 ? undefined : data
}
