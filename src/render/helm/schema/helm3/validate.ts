import { isObject, type Json } from '../json.ts'
import type { Effort } from '../limit.ts'
import { isInteger, isNumber } from '../number.ts'
import { validateArray } from './arrays.ts'
import { canonicalJson } from './canonical.ts'
import type { Node } from './node.ts'
import { validateObject } from './objects.ts'
import { type Path, type Place, Result } from './result.ts'
import { validateNumber, validateString } from './scalars.ts'

/** Lines for all that is wrong with `value`; none when it is right. Throws `SchemaError` 'limit'. */
export function validate(root: Node, value: Json, effort: Effort): string[] {
  const result = new Result()
  apply(root, { value, path: undefined, result }, effort)
  return result.errors
}

/** Applies a schema and counts what it costs. */
function apply(node: Node, place: Place, effort: Effort): void {
  effort.enter()
  applyNode(node, place, effort)
  effort.leave()
}

function applyNode(node: Node, place: Place, effort: Effort): void {
  if (node.pass !== undefined) {
    if (!node.pass) place.result.add(place.path, 'False always fails validation')
    return
  }
  if (node.ref !== undefined) return apply(node.ref, place, effort)
  const type = typeOf(place.value)
  if (node.types.length > 0 && !hasType(node, type)) {
    const expected = node.types.length === 1 ? node.types[0] : `[${node.types.join(',')}]`
    place.result.add(place.path, `Invalid type. Expected: ${expected}, given: ${type}`)
    return
  }
  const try_ = (child: Node, value: Json, path: Path): Result => {
    const result = new Result()
    apply(child, { value, path, result }, effort)
    return result
  }
  combine(node, place, { attempt: try_, apply: (child, at) => apply(child, at, effort) })
  inspect(node, place, try_)
  if (isObject(place.value)) applyProperties(node, place, effort)
  place.result.score++
}

function typeOf(value: Json): string {
  if (value === null) return 'null'
  if (isNumber(value)) return isInteger(value) ? 'integer' : 'number'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

function hasType(node: Node, type: string): boolean {
  return node.types.includes(type) || (type === 'integer' && node.types.includes('number'))
}

type Attempt = (child: Node, value: Json, path: Path) => Result

/** The checks of one value's own kind, in the engine's order. */
function inspect(node: Node, place: Place, attempt: Attempt): void {
  const { value } = place
  if (isNumber(value)) validateNumber(node, value, place)
  else if (Array.isArray(value)) validateArray(node, value, { ...place, attempt })
  else if (isObject(value)) validateObject(node, value, { ...place, attempt })
  validateCommon(node, place)
  if (typeof value === 'string') validateString(node, value, place)
}

function applyProperties(node: Node, place: Place, effort: Effort): void {
  const { value, path, result } = place
  if (!isObject(value)) return
  for (const [name, child] of node.properties) {
    if (!Object.hasOwn(value, name)) continue
    apply(child, { value: value[name] as Json, path: { name, parent: path }, result }, effort)
  }
}

function validateCommon(node: Node, { value, path, result }: Place): void {
  if (node.constant !== undefined || node.enum.length > 0) {
    const text = canonicalJson(value)
    const field = result.field(path)
    if (node.constant !== undefined && node.constant !== text) {
      result.add(path, `${field} does not match: ${node.constant}`)
    }
    if (node.enum.length > 0 && !node.enum.includes(text)) {
      result.add(path, `${field} must be one of the following: ${node.enum.join(', ')}`)
    }
  }
  result.score++
}

interface Run {
  readonly attempt: Attempt
  readonly apply: (child: Node, place: Place) => void
}

function combine(node: Node, place: Place, run: Run): void {
  if (node.anyOf.length > 0) anyOf(node.anyOf, place, run)
  if (node.oneOf.length > 0) oneOf(node.oneOf, place, run)
  if (node.allOf.length > 0) allOf(node.allOf, place, run)
  const { value, path, result } = place
  if (node.not !== undefined && run.attempt(node.not, value, path).isValid()) {
    result.add(path, 'Must not validate the schema (not)')
  }
  dependencies(node, place, run)
  if (node.if !== undefined) conditional(node, place, run)
  result.score++
}

function anyOf(children: readonly Node[], { value, path, result }: Place, { attempt }: Run): void {
  let best: Result | undefined
  for (const child of children) {
    const outcome = attempt(child, value, path)
    if (outcome.isValid()) return
    if (best === undefined || outcome.score > best.score) best = outcome
  }
  result.add(path, 'Must validate at least one schema (anyOf)')
  if (best !== undefined) result.merge(best)
}

function oneOf(children: readonly Node[], { value, path, result }: Place, { attempt }: Run): void {
  let valid = 0
  let best: Result | undefined
  for (const child of children) {
    const outcome = attempt(child, value, path)
    if (outcome.isValid()) valid++
    else if (valid === 0 && (best === undefined || outcome.score > best.score)) best = outcome
  }
  if (valid === 1) return
  result.add(path, 'Must validate one and only one schema (oneOf)')
  if (valid === 0 && best !== undefined) result.merge(best)
}

function allOf(children: readonly Node[], { value, path, result }: Place, { attempt }: Run): void {
  let valid = 0
  for (const child of children) {
    const outcome = attempt(child, value, path)
    if (outcome.isValid()) valid++
    result.merge(outcome)
  }
  if (valid !== children.length) result.add(path, 'Must validate all the schemas (allOf)')
}

function dependencies(node: Node, place: Place, { apply: applyTo }: Run): void {
  const { value, path, result } = place
  if (!isObject(value)) return
  for (const [name, needs] of node.dependencies) {
    if (!Object.hasOwn(value, name)) continue
    if (!isList(needs)) {
      applyTo(needs, place)
      continue
    }
    for (const need of needs) if (!Object.hasOwn(value, need)) result.add(path, `Has a dependency on ${need}`)
  }
}

function isList(needs: readonly string[] | Node): needs is readonly string[] {
  return Array.isArray(needs)
}

function conditional(node: Node, { value, path, result }: Place, { attempt }: Run): void {
  const holds = attempt(node.if as Node, value, path).isValid()
  const branch = holds ? node.then : node.else
  if (branch === undefined) return
  const outcome = attempt(branch, value, path)
  if (outcome.isValid()) return
  result.add(path, holds ? 'Must validate "then" as "if" was valid' : 'Must validate "else" as "if" was not valid')
  result.merge(outcome)
}
