import type { Chart } from '#source'
import type { Findings } from './finding.ts'
import { keyPosition } from './place.ts'
import type { LintTarget } from './target.ts'

/** Rules of dependencies, in Helm's order. Source: helm.sh/helm/v4 pkg/chart/v2/lint/rules/dependencies.go. */
export function lintDependencies(target: LintTarget, findings: Findings): void {
  const chart = loaded(target, findings)
  if (chart === undefined) return
  const path = target.folder
  const declared = chart.metadata.dependencies ?? []
  const present = chart.dependencies.map(({ metadata }) => metadata.name)
  const position = dependenciesPosition(target)
  const undeclared = present.filter((name) => !declared.some((entry) => entry.name === name))
  const missing = declared.map(({ name }) => name).filter((name) => !present.includes(name))
  const repeated = repeatedNames(declared.map(({ name, alias }) => alias || name))
  const say = (severity: 'error' | 'warning', rule: string, text: string, names: readonly string[]): void => {
    if (names.length > 0) findings.add({ severity, rule, path, message: `${text}: ${names.join(',')}`, position })
  }
  say('error', 'dependency-undeclared', 'chart metadata is missing these dependencies', undeclared)
  say('error', 'dependency-repeated', 'multiple dependencies with name or alias', repeated)
  say('warning', 'dependency-missing', 'chart directory is missing these dependencies', missing)
}

function loaded(target: LintTarget, findings: Findings): Chart | undefined {
  try {
    return target.load()
  } catch (error) {
    const { message, position } = error as Error & { position?: { file?: string; line: number; column: number } }
    findings.add({
      severity: 'error',
      rule: 'chart-load',
      path: '',
      message: `unable to load chart\n\t${message}`,
      position: position && { ...position, file: position.file ?? target.origin },
    })
    return undefined
  }
}

function repeatedNames(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function dependenciesPosition(target: LintTarget): ReturnType<typeof keyPosition> {
  const text = new TextDecoder().decode(target.read('Chart.yaml'))
  return keyPosition(text, `${target.origin}/Chart.yaml`, ['dependencies'])
}
