import { CelError, type Program, printType, type Type } from '#cel'
import { compileRule } from '../cel/environment.ts'
import { type Declared, declarations } from './declarations.ts'

/** What an expression must come to. */
export type Wanted = 'anything' | 'bool' | 'string' | 'string or null' | 'object' | 'json patch'

/** An expression that can run, or why it cannot. */
export interface Expression {
  readonly source: string
  readonly program?: Program
  /** In upstream's words: `compilation failed: ERROR: …`, `must evaluate to bool but got int`. */
  readonly fault?: string
}

/** Compiles an expression of admission. What is wrong with it is in the result. */
export function compileExpression(source: string, declared: Declared, wanted: Wanted): Expression {
  const isMutation = wanted === 'object' || wanted === 'json patch'
  try {
    const variables = declarations(declared)
    const program = compileRule(source, { variables, isMutation })
    const { isType, words } = rows[wanted]
    if (isType(program.checked.type)) return { source, program }
    return { source, fault: `must evaluate to ${words} but got ${shown(program.checked.type)}` }
  } catch (cause) {
    if (!(cause instanceof CelError)) throw cause
    const prefix = cause.code === 'evaluation' ? 'program instantiation failed: ' : 'compilation failed: '
    return { source, fault: `${prefix}${cause.message}` }
  }
}

/** The type of a compiled expression; undefined for one that does not compile. */
export function typeOfExpression({ program }: Expression): Type | undefined {
  return program?.checked.type
}

interface Row {
  readonly words: string
  isType(type: Type): boolean
}

const isText = (type: Type): boolean => type.kind === 'string'

const rows: Readonly<Record<Wanted, Row>> = {
  anything: { words: 'any', isType: () => true },
  bool: { words: 'bool', isType: (type) => type.kind === 'bool' },
  string: { words: 'string', isType: isText },
  'string or null': { words: 'one of [string null_type]', isType: (type) => isText(type) || type.kind === 'null' },
  object: { words: 'Object', isType: (type) => type.kind === 'object' && type.name === 'Object' },
  'json patch': {
    words: 'list(JSONPatch)',
    isType: (type) => type.kind === 'list' && type.item.kind === 'object' && type.item.name === 'JSONPatch',
  },
}

function shown(type: Type): string {
  return type.kind === 'null' ? 'null_type' : printType(type)
}
