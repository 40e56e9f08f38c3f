import { type Abstract, copyOf, GAP, none, parts, union } from './abstract.ts'
import type { Frame, Machine } from './machine.ts'
import type { TypeHint } from './usage.ts'

/** Where a function is called. */
export interface Call {
  readonly machine: Machine
  readonly frame: Frame
  readonly at: number
}

type Rule = (args: readonly Abstract[], call: Call) => Abstract

/** What a function of a template does with values; what is not known here uses its arguments whole. */
export function callFunction(name: string, args: readonly Abstract[], call: Call): Abstract {
  const hint = HINTS[name]
  const last = args.at(-1)
  if (hint !== undefined && last !== undefined) noteHint(last, hint, call)
  const rule = RULES[name]
  if (rule !== undefined) return rule(args, call)
  for (const arg of args) call.machine.consume(arg, call.at, call.frame.syntax)
  return none
}

const HINTS: Readonly<Record<string, TypeHint>> = {
  __proto__: null as never,
  int: 'integer',
  int64: 'integer',
  float64: 'number',
  until: 'integer',
  b64enc: 'string',
  sha256sum: 'string',
}

function noteHint(value: Abstract, hint: TypeHint, { machine }: Call): void {
  for (const part of parts(value)) if (part.kind === 'values') machine.usage.hint(part.path, hint)
}

const unite: Rule = (args) => union(args)
const deepCopy: Rule = ([value = none]) => copyOf(value)
const last: Rule = (args) => args.at(-1) ?? none

/** Looks without using what lies below. */
const look: Rule = (args, { machine, frame, at }) => {
  for (const arg of args) machine.read(arg, at, frame.syntax)
  return none
}

const include: Rule = ([name, dot], { machine }) => {
  const names = name === undefined ? [] : parts(name)
  const known = names.length > 0 && names.every((part) => part.kind === 'text')
  if (!known) machine.call(undefined, dot ?? none)
  else for (const part of names) if (part.kind === 'text') machine.call(part.text, dot ?? none)
  return none
}

/** `print`, `printf`: the text with a gap for what is not known. */
const print: Rule = (args, call) => {
  for (const arg of args) call.machine.consume(arg, call.at, call.frame.syntax)
  return { kind: 'text', text: args.map((arg) => (arg.kind === 'text' ? arg.text : GAP)).join('') }
}

const printf: Rule = ([format = none, ...args], call) => {
  for (const arg of args) call.machine.consume(arg, call.at, call.frame.syntax)
  if (format.kind !== 'text') return none
  let at = 0
  const fill = (): string => {
    const arg = args[at++]
    return arg?.kind === 'text' ? arg.text : GAP
  }
  return { kind: 'text', text: format.text.replace(/%[-+# 0-9.]*[a-zA-Z]/g, fill) }
}

const tpl: Rule = ([text = none, dot = none], { machine, frame, at }) => {
  machine.usage.runsTexts = true
  machine.consume(text, at, frame.syntax)
  for (const part of parts(text)) if (part.kind === 'text') machine.runText(part.text, dot)
  return none
}

const dict: Rule = (args) => {
  const entries = new Map<string, Abstract>()
  for (let index = 0; index + 1 < args.length; index += 2) {
    const key = args[index] as Abstract
    if (key.kind === 'text') entries.set(key.text, args[index + 1] as Abstract)
    else entries.set(`*${index}`, args[index + 1] as Abstract)
  }
  return { kind: 'dict', entries }
}

/** `index`, `get`: a path of literal keys is followed, anything else uses the whole. */
const index: Rule = ([value = none, ...keys], call) => {
  let current = value
  for (const key of keys) current = step(current, key, call)
  call.machine.read(current, call.at, call.frame.syntax)
  return current
}

function step(value: Abstract, key: Abstract, call: Call): Abstract {
  if (key.kind === 'text') return union(parts(value).map((part) => call.machine.field(part, key.text)))
  if (key.kind === 'index') return union(parts(value).map((part) => item(part, key.index)))
  call.machine.consume(key, call.at, call.frame.syntax)
  return union(parts(value).map((part) => anyItem(part, call)))
}

function item(value: Abstract, at: number): Abstract {
  if (value.kind === 'list') return value.items[at] ?? none
  return value.kind === 'values' ? { kind: 'values', path: [...value.path, '*'] } : none
}

function anyItem(value: Abstract, { machine, frame, at }: Call): Abstract {
  if (value.kind === 'dict') return union([...value.entries.values()])
  if (value.kind === 'list') return union(value.items)
  machine.consume(value, at, frame.syntax)
  return value.kind === 'values' ? { kind: 'values', path: [...value.path, '*'] } : none
}

const dig: Rule = (args, call) => {
  const value = args.at(-1) ?? none
  const found = index([value, ...args.slice(0, -2)], call)
  return union([found, args.at(-2) ?? none])
}

const hasKey: Rule = ([value = none, key = none], call) => {
  index([value, key], call)
  return none
}

const set: Rule = ([target = none, key = none, value = none], call) => {
  for (const part of parts(target)) {
    if (key.kind === 'text' && part.kind === 'dict') {
      part.entries.set(key.text, union([part.entries.get(key.text) ?? none, value]))
    } else if (key.kind === 'text' && part.kind === 'scope') {
      part.extras.set(key.text, union([part.extras.get(key.text) ?? none, value]))
    } else if (key.kind === 'text' && part.kind === 'values') {
      call.machine.usage.noteWritten([...part.path, key.text])
      call.machine.consume(value, call.at, call.frame.syntax)
    } else call.machine.consume(union([part, value, key]), call.at, call.frame.syntax)
  }
  return target
}

const list: Rule = (args) => ({ kind: 'list', items: args })

const edge =
  (pick: (items: readonly Abstract[]) => Abstract | undefined): Rule =>
  ([value = none], call) =>
    union(parts(value).map((part) => (part.kind === 'list' ? (pick(part.items) ?? none) : anyItem(part, call))))

const omit: Rule = ([value = none, ...keys], { machine, frame, at }) => {
  for (const key of keys) machine.consume(key, at, frame.syntax)
  return value
}

const ternary: Rule = ([yes = none, no = none, test = none], call) => {
  look([test], call)
  return union([yes, no])
}

const kind: Rule = (args, call) => look(args, call)

const RULES: Readonly<Record<string, Rule>> = {
  __proto__: null as never,
  include,
  print,
  printf,
  tpl,
  dict,
  list,
  tuple: list,
  index,
  get: index,
  dig,
  hasKey,
  set,
  default: unite,
  coalesce: unite,
  and: unite,
  or: unite,
  merge: unite,
  mergeOverwrite: unite,
  mustMerge: unite,
  mustMergeOverwrite: unite,
  deepCopy,
  mustDeepCopy: deepCopy,
  required: last,
  ternary,
  omit,
  pick: omit,
  first: edge((items) => items[0]),
  last: edge((items) => items.at(-1)),
  not: look,
  empty: look,
  eq: look,
  ne: look,
  lt: look,
  le: look,
  gt: look,
  ge: look,
  kindIs: kind,
  kindOf: kind,
  typeIs: kind,
  typeOf: kind,
}
