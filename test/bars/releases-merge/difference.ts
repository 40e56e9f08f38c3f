import { isMap, type Json, sameJson } from '#kube'

/** Longest value that is shown, in characters. */
const MAX_VALUE = 300

/** Where two values differ, one place a line: the path, what the first has, what the second has. */
export function differenceOf(left: Json | undefined, right: Json | undefined, path = ''): readonly string[] {
  if (sameJson(left, right)) return []
  if (!isMap(left) || !isMap(right)) return [`  ${path}: ${textOf(left)} – ${textOf(right)}`]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].flatMap((key) => differenceOf(left[key], right[key], `${path}.${key}`))
}

function textOf(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, MAX_VALUE)
}
