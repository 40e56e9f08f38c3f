import type { Position, YamlNode } from '#yaml'

/** What may stand at a place of a file. */
export type Shape =
  | { readonly kind: 'text' | 'boolean' | 'number' | 'any' | 'scalar' }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly fields: Readonly<Record<string, Shape>>; readonly needs?: readonly string[] }
  | { readonly kind: 'pairs'; readonly of: Shape }
  | { readonly kind: 'either'; readonly shapes: readonly Shape[] }

/** One thing that does not fit. */
export interface ShapeFinding {
  readonly position: Position
  /** `releases[0].souce`. */
  readonly path: string
  readonly problem: string
  /** It is only a field that nobody knows. */
  readonly isUnknown: boolean
}

/** More findings than a person reads. */
const MAX_FINDINGS = 20

/** Everything in a tree that does not fit a shape, with its place. Null fits everywhere, as nothing given. */
export function checkShape(tree: YamlNode, shape: Shape): readonly ShapeFinding[] {
  const findings: ShapeFinding[] = []
  check({ node: tree, at: tree.position, path: '' }, shape, findings)
  return findings
}

interface Place {
  readonly node: YamlNode
  /** The key's place, where there is a key. */
  readonly at: Position
  readonly path: string
}

function check(place: Place, shape: Shape, findings: ShapeFinding[]): void {
  const { value } = place.node
  if (value === null || findings.length >= MAX_FINDINGS) return
  if (!fits(value, shape)) {
    findings.push(finding(place, `is ${nameOf(value)} – expected ${expected(shape)}`))
    return
  }
  checkParts(place, shape, findings)
}

function checkParts(place: Place, shape: Shape, findings: ShapeFinding[]): void {
  switch (shape.kind) {
    case 'list':
      for (const [index, node] of (place.node.items ?? []).entries()) {
        check({ node, at: node.position, path: `${place.path}[${index}]` }, shape.of, findings)
      }
      return
    case 'pairs':
      for (const entry of place.node.entries ?? []) check(below(place, entry), shape.of, findings)
      return
    case 'map':
      checkFields(place, shape, findings)
      return
    case 'either': {
      const fitting = shape.shapes.find((each) => fits(place.node.value, each))
      if (fitting !== undefined) check(place, fitting, findings)
      return
    }
    case 'any':
    case 'text':
    case 'boolean':
    case 'number':
    case 'scalar':
  }
}

function checkFields(
  place: Place,
  { fields, needs = [] }: Extract<Shape, { kind: 'map' }>,
  findings: ShapeFinding[],
): void {
  const entries = place.node.entries ?? []
  for (const entry of entries) {
    const inner = below(place, entry)
    const shape = Object.hasOwn(fields, entry.key) ? fields[entry.key] : undefined
    if (shape !== undefined) check(inner, shape, findings)
    else {
      const known = Object.keys(fields).join(', ')
      findings.push({ ...finding(inner, `is not known – expected one of ${known}`), isUnknown: true })
    }
  }
  for (const need of needs.filter((key) => !entries.some((entry) => entry.key === key && entry.node.value !== null))) {
    findings.push(finding(place, `has no ${need}`))
  }
}

function below({ path }: Place, entry: NonNullable<YamlNode['entries']>[number]): Place {
  return { node: entry.node, at: entry.position, path: path === '' ? entry.key : `${path}.${entry.key}` }
}

function finding({ at, path }: Place, problem: string): ShapeFinding {
  const { line, column } = at
  return { position: { line, column }, path: path === '' ? 'the file' : path, problem, isUnknown: false }
}

function fits(value: unknown, shape: Shape): boolean {
  switch (shape.kind) {
    case 'any':
      return true
    case 'scalar':
      return typeof value !== 'object'
    case 'text':
      return typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'number':
      return typeof value === 'number'
    case 'list':
      return Array.isArray(value)
    case 'map':
    case 'pairs':
      return value instanceof Map
    case 'either':
      return shape.shapes.some((each) => fits(value, each))
  }
}

const NAMES: Readonly<Record<Shape['kind'], string>> = {
  any: 'anything',
  scalar: 'a text, number or boolean',
  text: 'a text',
  boolean: 'true or false',
  number: 'a number',
  list: 'a list',
  map: 'a mapping',
  pairs: 'a mapping',
  either: '',
}

function expected(shape: Shape): string {
  return shape.kind === 'either' ? shape.shapes.map(expected).join(' or ') : NAMES[shape.kind]
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Map) return 'a mapping'
  return typeof value === 'string' ? 'a text' : JSON.stringify(value)
}
