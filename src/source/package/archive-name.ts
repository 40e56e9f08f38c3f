import type { Chart } from '../chart.ts'
import { SourceError } from '../error.ts'
import { quote } from '../text.ts'

/** The file name of a chart's package. */
export function archiveName({ metadata }: Chart): string {
  const name = `${metadata.name}-${metadata.version}.tgz`
  if (!/[/\\\0]/.test(name)) return name
  throw new SourceError('invalid-name', `chart name or version cannot be a file name: ${quote(name)}`)
}
