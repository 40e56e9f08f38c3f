import {
  CelError,
  compile,
  Duration,
  estimateCost,
  List,
  Mapping,
  Meter,
  Opaque,
  Optional,
  printDouble,
  printTimestamp,
  Timestamp,
  type Type,
  TypeValue,
  typeNameOf,
  types,
  Uint,
  UNBOUNDED,
  type Value,
} from '#cel'
import type { Json, Schema } from '#kube'
import { celLimits, celType, celValue, checkRule } from './environment.ts'
import { sizesOf } from './size.ts'

/** What Kubernetes 1.36 makes of one expression; recorded from its own libraries. */
export interface Fact {
  readonly expr: string
  readonly schema?: Schema
  readonly self?: Json
  readonly vars?: Readonly<Record<string, Json>>
  readonly issues?: string
  readonly plan?: string
  readonly error?: string
  readonly result?: string
  readonly cost?: number
  readonly min?: string
  readonly max?: string
}

/** What our environment makes of the same expression. */
export function evaluateFact({ expr, schema, self = null, vars = {} }: Fact): Omit<Fact, 'expr'> {
  const variables = new Map<string, Type>(Object.keys(vars).map((name) => [name, types.dyn]))
  if (schema !== undefined) variables.set('self', celType(schema, { name: 'selfType' }))
  try {
    const checked = checkRule(expr, { variables })
    const cost = estimateCost(checked, sizesOf(variables))
    const estimate = { min: String(Math.min(cost.min, UNBOUNDED)), max: String(cost.max) }
    return { ...estimate, ...run(() => compile(checked)) }
  } catch (error) {
    if (error instanceof CelError) return { issues: error.message }
    throw error
  }

  function run(make: () => ReturnType<typeof compile>) {
    const meter = new Meter(celLimits.perCall)
    const program = planned(make)
    if (typeof program === 'string') return { plan: program }
    try {
      const value = program.run({ meter, variable: (name) => valueOf(name) })
      return { result: show(value), cost: meter.spent }
    } catch (error) {
      if (error instanceof CelError) return { error: error.message, cost: meter.spent }
      throw error
    }
  }

  function valueOf(name: string): Value | undefined {
    if (name === 'self' && schema !== undefined) return celValue(self, schema)
    return Object.hasOwn(vars, name) ? celValue(vars[name] ?? null) : undefined
  }
}

function planned(make: () => ReturnType<typeof compile>) {
  try {
    return make()
  } catch (error) {
    if (error instanceof CelError) return error.message
    throw error
  }
}

function show(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint' || typeof value === 'boolean' || value === null) return String(value)
  if (typeof value === 'number') return `d${printDouble(value)}`
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString('hex')}`
  if (value instanceof Uint) return `${value.value}u`
  if (value instanceof Timestamp) return `timestamp ${printTimestamp(value.nanoseconds)}`
  if (value instanceof Duration) return `duration ${value.nanoseconds}`
  if (value instanceof TypeValue) return `type ${value.name}`
  if (value instanceof Optional) return value.value === undefined ? 'none' : `some(${show(value.value)})`
  if (value instanceof List) return `[${[...value].map(show).join(',')}]`
  if (value instanceof Opaque) return `<${value.type.name}>`
  return value instanceof Mapping ? showMap(value) : `<${typeNameOf(value)}>`
}

function showMap(map: Mapping): string {
  const entries = [...map.keys()].map((key) => `${show(key)}:${show(map.get(key) ?? null)}`)
  return `{${entries.sort().join(',')}}`
}
