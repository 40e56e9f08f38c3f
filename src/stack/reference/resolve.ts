import type { YamlValue } from '#yaml'
import { StackError } from '../error.ts'
import { type ReferencePlaces, referred } from './backends.ts'

/** Source: vals pkg/expansion. */
const REFERENCE = /(?:secret)?ref\+([^+:]*:\/\/[^+\n ]+[^+\n ",])\+?/
const PREFIX = /(?:secret)?ref\+/g
/** References within references. */
const MAX_DEPTH = 10
/** References in one text: more than any value has. */
const MAX_REFERENCES = 1000

/** Whether a text names a value that stands elsewhere: `ref+file://…`. */
export function hasReference(text: string): boolean {
  return text.includes('ref+') && REFERENCE.test(text)
}

/** Every reference in a value replaced; a text that is one reference alone takes the type of what it names. */
export function resolveReferences(value: YamlValue, places: ReferencePlaces): YamlValue {
  if (Array.isArray(value)) return value.map((item) => resolveReferences(item, places))
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, resolveReferences(item, places)]))
  return typeof value === 'string' && hasReference(value) ? resolveText(value, places) : value
}

/** A text with its references replaced. Throws where one leads to no scalar. */
export function resolvedText(text: string, places: ReferencePlaces): string {
  return hasReference(text) ? scalarText(resolveText(text, places), text) : text
}

function resolveText(text: string, places: ReferencePlaces): YamlValue {
  let rest = withoutNested(text, places)
  const whole = REFERENCE.exec(rest)
  if (whole !== null && whole[0] === rest) return referred(whole[1] ?? '', places)
  let done = ''
  for (let count = 0; count < MAX_REFERENCES; count++) {
    const found = REFERENCE.exec(rest)
    if (found === null) return done + rest
    done += rest.slice(0, found.index) + scalarText(referred(found[1] ?? '', places), found[1] ?? '')
    rest = rest.slice(found.index + found[0].length)
  }
  throw new StackError('bad-reference', `more than ${MAX_REFERENCES} references in one text`)
}

/** `ref+echo://ref+envsubst://$NAME/path`: what stands inside is looked up first. */
function withoutNested(text: string, places: ReferencePlaces): string {
  let current = text
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const next = innermost(current, places)
    if (next === undefined) return current
    current = next
  }
  throw new StackError('bad-reference', `${text}: maximum nesting depth (${MAX_DEPTH}) exceeded`)
}

function innermost(text: string, places: ReferencePlaces): string | undefined {
  const starts = [...text.matchAll(PREFIX)]
  for (let at = starts.length - 1; at > 0; at--) {
    const [outer, inner] = [starts[at - 1], starts[at]]
    if (outer === undefined || inner === undefined) continue
    if (/[\s",]/.test(text.slice(outer.index + outer[0].length, inner.index))) continue
    const found = REFERENCE.exec(text.slice(inner.index))
    if (found?.index !== 0) continue
    const value = scalarText(referred(found[1] ?? '', places), found[1] ?? '')
    return text.slice(0, inner.index) + value + text.slice(inner.index + found[0].length)
  }
  return undefined
}

function scalarText(value: YamlValue, reference: string): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '')
  throw new StackError('bad-reference', `ref+${reference} is no scalar – expected one inside a text`)
}
