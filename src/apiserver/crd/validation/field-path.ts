import { additionalOf, propertyOf, type Schema } from '#kube'

/** Where a path leads in a schema: its steps as text, its first step, and the schema there. */
export interface FoundPath {
  readonly text: string
  readonly root: string
  readonly schema: Schema | undefined
}

/** Follows a path of fields (`.spec.color`, `['a-b']`) through a schema; gives why it leads nowhere (cel.ValidFieldPath). */
export function followPath(path: string, schema: Schema, allowsBrackets: boolean): FoundPath | string {
  let at: Schema | undefined = schema
  const steps: string[] = []
  const tokens = tokensOf(path)
  for (let next = 0; next < tokens.length; ) {
    const token = tokens[next++]
    if (token !== '.' && token !== '[') return `expected [ or . but got: ${token}`
    if (token === '[' && !allowsBrackets) return 'array notation is not allowed'
    const given = tokens[next++]
    if (given === undefined) return 'unexpected end of JSON path'
    const step = token === '.' ? given : quoted(given)
    if (step === undefined) return `expected single quoted string but got ${given}`
    const inner: Schema | undefined = stepInto(at, step)
    if (inner === undefined) return 'does not refer to a valid field'
    steps.push(at?.properties === undefined ? `[${step}]` : steps.length === 0 ? step : `.${step}`)
    at = inner
    if (token === '.') continue
    const end = tokens[next++]
    if (end === undefined) return 'unexpected end of JSON path'
    if (end !== ']') return `expected ] but got ${end}`
  }
  return { text: steps.join(''), root: steps[0] ?? '', schema: at }
}

function stepInto(schema: Schema | undefined, step: string): Schema | undefined {
  if (schema === undefined) return undefined
  return schema.properties === undefined ? additionalOf(schema) : propertyOf(schema, step)
}

function tokensOf(path: string): readonly string[] {
  return path.match(/'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]]+/gs) ?? []
}

function quoted(token: string): string | undefined {
  if (token.length < 2 || !token.startsWith("'") || !token.endsWith("'")) return undefined
  return token.slice(1, -1).replace(/\\(.)/gs, '$1')
}
