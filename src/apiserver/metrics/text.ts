/** Labels of one series, in the order they are printed. */
export type LabelValues = Readonly<Record<string, string>>

/** What a metric is called and says (Prometheus text format 0.0.4). */
export interface MetricHead {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
}

/** The two lines above the series of a metric. */
export function headText({ name, help, type }: MetricHead): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
}

/** One line: `name{a="b"} 1`. */
export function seriesText(name: string, labels: string, value: number): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${numberText(value)}\n`
}

/** Labels as they stand between the braces. */
export function labelsText(labels: LabelValues): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (character) => escapes[character] ?? character)}"`)
    .join(',')
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' }

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf'
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value)
}
