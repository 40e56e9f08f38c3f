import { countRunes } from '../go-text.ts'
import { compareNumbers, formatBigFloat, isMultiple, type JsonNumber } from '../number.ts'
import { hasFormat, isKnownFormat } from './formats.ts'
import type { Node } from './node.ts'
import type { Place } from './result.ts'

/** Checks a number. A format that is checked never holds for a number (gojsonschema 1.2.0). */
export function validateNumber(node: Node, value: JsonNumber, { path, result }: Place): void {
  if (node.multipleOf !== undefined && !isMultiple(value, node.multipleOf)) {
    result.add(path, `Must be a multiple of ${formatBigFloat(node.multipleOf)}`)
  }
  const checks: readonly [limit: JsonNumber | undefined, words: string, fails: (difference: number) => boolean][] = [
    [node.maximum, 'less than or equal to', (difference) => difference > 0],
    [node.exclusiveMaximum, 'less than', (difference) => difference >= 0],
    [node.minimum, 'greater than or equal to', (difference) => difference < 0],
    [node.exclusiveMinimum, 'greater than', (difference) => difference <= 0],
  ]
  for (const [limit, words, fails] of checks) {
    if (limit !== undefined && fails(compareNumbers(value, limit))) {
      result.add(path, `Must be ${words} ${formatBigFloat(limit)}`)
    }
  }
  if (node.format !== undefined && isKnownFormat(node.format)) {
    result.add(path, `Does not match format '${node.format}'`)
  }
  result.score++
}

/** Checks a string. */
export function validateString(node: Node, value: string, { path, result }: Place): void {
  if (node.minLength !== undefined && countRunes(value) < node.minLength) {
    result.add(path, `String length must be greater than or equal to ${node.minLength}`)
  }
  if (node.maxLength !== undefined && countRunes(value) > node.maxLength) {
    result.add(path, `String length must be less than or equal to ${node.maxLength}`)
  }
  if (node.pattern !== undefined && !node.pattern.matches(value)) {
    result.add(path, `Does not match pattern '${node.pattern.source}'`)
  }
  if (node.format !== undefined && !hasFormat(node.format, value)) {
    result.add(path, `Does not match format '${node.format}'`)
  }
  result.score++
}
