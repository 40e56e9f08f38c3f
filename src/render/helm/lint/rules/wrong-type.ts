import type { Value } from '#template'
import type { Finding } from '../finding.ts'
import { defaultAt, type GivenValue, pathText, type Rule, visitGiven } from './context.ts'
import { isInSchema } from './schema-path.ts'

/** A given value of another type than its default. */
export const wrongType: Rule = {
  name: 'wrong-type',
  docs: 'A value given with -f or --set whose type is not that of the default: templates made for one seldom take the other.',
  check: (context) => {
    const findings: Finding[] = []
    visitGiven(context, (given) => {
      if (isInSchema(context.schema, given.path)) return true
      const wanted = defaultAt(context.defaults, given.path)
      const finding = wanted === undefined ? undefined : compare(given, wanted)
      if (finding !== undefined) findings.push(finding)
      return finding === undefined
    })
    return findings
  },
}

type Shape = 'mapping' | 'list' | 'string' | 'number' | 'boolean' | 'null'

function shapeOf(value: Value): Shape {
  if (value === null) return 'null'
  if (value instanceof Map) return 'mapping'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'string' ? 'string' : 'number'
}

function compare(given: GivenValue, wanted: Value): Finding | undefined {
  const [is, should] = [shapeOf(given.value), shapeOf(wanted)]
  if (is === should || is === 'null' || should === 'null' || isEmpty(wanted)) return undefined
  const isContainer = is === 'mapping' || is === 'list' || should === 'mapping' || should === 'list'
  if (!isContainer && !isBadScalar(given.value, is, should)) return undefined
  const severity = should === 'string' && !isContainer ? 'info' : 'warning'
  const advice = should === 'string' && !isContainer ? ' – put it in quotes' : ''
  return {
    severity,
    rule: 'wrong-type',
    path: given.from,
    message: `value ${pathText(given.path)} is a ${is}, its default a ${should}${advice}`,
    position: given.position,
  }
}

/** An empty default takes anything. */
function isEmpty(value: Value): boolean {
  if (value instanceof Map) return value.size === 0
  return Array.isArray(value) ? value.length === 0 : value === ''
}

/** Texts that read as a number or contain a template may stand for any scalar. */
function isBadScalar(value: Value, is: Shape, should: Shape): boolean {
  if (is !== 'string') return true
  const text = value as string
  if (text === '' || text.includes('{{')) return false
  return should === 'number' ? Number.isNaN(Number(text)) && !text.endsWith('%') : should === 'boolean'
}
