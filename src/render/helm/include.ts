import { define, type FuncMap, type GoFunction, quoteGo, TemplateError, type TemplateSet, type Value } from '#template'
import { noTemplate } from './template-failure.ts'

const SET_NAME = 'gotpl'
const MAX_NESTED = 1000
const NO_VALUE = '<no value>'

/** What `include` and `tpl` of one render share. */
export interface IncludeState {
  /** How often each template is being included right now. */
  readonly nested: Map<string, number>
  /** `include` and `tpl` that work on a set. */
  readonly functionsFor: (set: TemplateSet) => FuncMap
}

/** `include NAME DATA`: the output of a template of `set`. */
export function includeFunction(set: TemplateSet, state: IncludeState): GoFunction {
  return define('include', ['string', 'any'], (name, data) => include(set, state, { name: name as string, data }))
}

interface Inclusion {
  readonly name: string
  readonly data: Value
}

function include(set: TemplateSet, { nested }: IncludeState, { name, data }: Inclusion): string {
  const count = nested.get(name)
  if (count !== undefined && count > MAX_NESTED) throw endless(name)
  nested.set(name, (count ?? 0) + 1)
  try {
    if (!set.has(name)) throw noTemplate(name, SET_NAME)
    return set.execute(name, data)
  } catch (error) {
    throw error instanceof RangeError ? endless(name) : error
  } finally {
    nested.set(name, (nested.get(name) as number) - 1)
  }
}

function endless(name: string): Error {
  return new Error(`rendering template has a nested reference name: ${name}: unable to execute template`)
}

/** `tpl TEXT DATA`: runs a text as a template that sees all of `set`; what it defines is forgotten afterwards. */
export function tplFunction(set: TemplateSet, state: IncludeState): GoFunction {
  return define('tpl', ['string', 'any'], (text, data) => tpl(set, state, { text: text as string, data }))
}

interface Text {
  readonly text: string
  readonly data: Value
}

function tpl(parent: TemplateSet, state: IncludeState, { text, data }: Text): string {
  if (!text.includes('{{')) return eraseNoValue(text)
  const set = parent.clone()
  set.setFunctions(state.functionsFor(set))
  try {
    return eraseNoValue(set.executeText(SET_NAME, text, data))
  } catch (error) {
    throw wrapped(error, text)
  }
}

function wrapped(error: unknown, text: string): unknown {
  if (!(error instanceof TemplateError) || error.code === 'budget') return error
  const context = error.code === 'parse' ? 'cannot parse template' : 'error during tpl function execution for'
  return new Error(`${context} ${quoteGo(text)}: ${error.message}`, { cause: error })
}

/** Go prints `<no value>` for what is missing; Helm takes it out again. */
export function eraseNoValue(text: string): string {
  return text.includes(NO_VALUE) ? text.replaceAll(NO_VALUE, '') : text
}
