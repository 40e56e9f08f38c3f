import { printJsonPath } from '#kube'
import type { YamlMap } from '#yaml'

/** What a JSONPath selects of the values; a bare path (`image.tag`) is read as kubectl reads it. Throws JsonPathError. */
export function selectValues(values: YamlMap, path: string): string {
  const template = path.includes('{') ? path : `{${path.startsWith('.') ? path : `.${path}`}}`
  return printJsonPath(template, values)
}
