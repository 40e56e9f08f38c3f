import { isObject, type Json } from '../json.ts'
import type { Effort } from '../limit.ts'
import { isInteger, isNumber } from '../number.ts'
import { validateArray } from './arrays.ts'
import { conditions, reference, references, unevaluated } from './conditions.ts'
import { equal } from './equal.ts'
import { formatProblem } from './formats.ts'
import { Frame, type Meta, type Run, type Scope, unevaluatedFor } from './frame.ts'
import { validateObject } from './objects.ts'
import type { Problem } from './problem.ts'
import { validateNumber, validateString } from './scalars.ts'
import { ready, type Schema } from './schema.ts'
import { display } from './text.ts'

/** Problems of `value`, none when it is right. Throws `SchemaError` 'limit'. */
export function validate(schema: Schema, value: Json, effort: Effort, meta?: Meta): readonly Problem[] {
  ready(schema)
  const run: Run = { effort, apply }
  const scope: Scope = { schema, keyword: '', valueId: 0, parent: undefined }
  const unevaluated = unevaluatedFor(value, schema, false)
  const problem = apply(new Frame({ run, value, path: undefined, schema, scope, isQuick: false, meta, unevaluated }))
  if (problem === undefined) return []
  return problem.kind === 'group' ? problem.causes : [problem]
}

function apply(frame: Frame): Problem | undefined {
  frame.run.effort.enter()
  const problem = applySchema(frame)
  frame.run.effort.leave()
  return problem
}

function applySchema(frame: Frame): Problem | undefined {
  const { schema, problems } = frame
  if (schema.bool !== undefined) return schema.bool ? undefined : frame.problem('false schema')
  const early = cycle(frame) ?? checkAny(frame)
  if (early !== undefined) return early
  if (schema.ref !== undefined) {
    const problem = reference(frame, schema.ref, '$ref')
    if (schema.draft < 2019) return problem
    frame.note(problem)
  }
  checkKind(frame)
  if (!frame.isDone()) {
    if (schema.draft >= 2019) references(frame)
    conditions(frame)
    if (schema.draft >= 2019) unevaluated(frame)
  }
  if (problems.length < 2) return problems[0]
  return frame.problem('validation failed', problems, 'group')
}

function cycle(frame: Frame): Problem | undefined {
  const { scope } = frame
  for (let outer = scope.parent; outer !== undefined && outer.valueId === scope.valueId; outer = outer.parent) {
    if (outer.schema !== scope.schema) continue
    const places = `both ${keywordPath(scope)} and ${keywordPath(outer)} resolve to`
    return frame.problem(`${places} ${JSON.stringify(scope.schema.location)} causing reference cycle`)
  }
  return undefined
}

function keywordPath(from: Scope): string {
  let out = ''
  for (let scope = from; scope.parent !== undefined; scope = scope.parent) {
    const parent = scope.parent.schema.location
    out = (scope.keyword === '' ? scope.schema.location.slice(parent.length) : `/${scope.keyword}`) + out
  }
  return out
}

/** The type of a value, as messages name it. */
function typeOf(value: Json): string {
  if (value === null) return 'null'
  if (isNumber(value)) return 'number'
  return Array.isArray(value) ? 'array' : typeof value
}

function checkAny(frame: Frame): Problem | undefined {
  const { schema, value } = frame
  if (schema.types !== undefined && !hasType(schema.types, value)) {
    return frame.problem(`got ${typeOf(value)}, want ${schema.types.join(' or ')}`)
  }
  if (schema.constant !== undefined && !equal(value, schema.constant.value)) {
    const want = schema.constant.value
    return frame.problem(isComposite(want) ? "'const' failed" : `value must be ${display(want)}`)
  }
  if (schema.enum !== undefined && !schema.enum.some((item) => equal(value, item))) {
    return frame.problem(enumText(schema.enum))
  }
  if (schema.format === undefined) return undefined
  const reason = formatProblem(schema.format, value)
  if (reason === undefined) return undefined
  return frame.problem(`${display(value)} is not valid ${schema.format}: ${reason}`)
}

function hasType(types: readonly string[], value: Json): boolean {
  const type = typeOf(value)
  return types.includes(type) || (isNumber(value) && types.includes('integer') && isInteger(value))
}

function isComposite(value: Json): boolean {
  return Array.isArray(value) || isObject(value)
}

function enumText(items: readonly Json[]): string {
  if (items.some(isComposite)) return "'enum' failed"
  return `value must be ${items.length === 1 ? '' : 'one of '}${items.map(display).join(', ')}`
}

function checkKind(frame: Frame): void {
  const { value } = frame
  if (typeof value === 'string') validateString(frame, value)
  else if (isNumber(value)) validateNumber(frame, value)
  else if (Array.isArray(value)) validateArray(frame, value)
  else if (isObject(value)) validateObject(frame, value, validate)
}
