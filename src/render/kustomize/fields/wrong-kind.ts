import { KustomizeError } from '../error.ts'
import { isNull, isObject, type Json } from '../resource/json.ts'
import { nodeText } from '../resource/node-text.ts'

/** The form of a value, as the reference names it. */
export type NodeKind = 'MappingNode' | 'SequenceNode' | 'ScalarNode'

/** The form that a value has. */
export function nodeKind(value: Json): NodeKind {
  if (Array.isArray(value)) return 'SequenceNode'
  return isObject(value) ? 'MappingNode' : 'ScalarNode'
}

/** Throws `bad-value` where a value is neither null nor of this form. */
export function demandKind(value: Json, expected: NodeKind): void {
  if (!isNull(value) && nodeKind(value) !== expected) throw wrongKind(value, expected)
}

/** The error for a value that is not of the form that a step needs. */
export function wrongKind(value: Json, expected: NodeKind): KustomizeError {
  const actual = nodeKind(value)
  const message = `wrong node kind: expected ${expected} but got ${actual}: node contents:\n${nodeText(value)}`
  return new KustomizeError({ code: 'bad-value', message, hint: KIND_HINTS[expected], cause: new WrongKind(actual) })
}

/** How to write a value of a form. */
export const KIND_HINTS: Readonly<Record<NodeKind, string>> = {
  MappingNode: 'write a map there: key: value',
  SequenceNode: 'write a list there: each entry on a line that starts with a dash',
  ScalarNode: 'write one value there, no list and no map',
}

/** The form of the value that an error is about, if it is about that, however much text was put before it. */
export function wrongKindOf(error: unknown): NodeKind | undefined {
  return error instanceof KustomizeError && error.cause instanceof WrongKind ? error.cause.actual : undefined
}

/** Stands as the cause of an error, so that it is known again. */
class WrongKind {
  readonly actual: NodeKind
  constructor(actual: NodeKind) {
    this.actual = actual
  }
}
