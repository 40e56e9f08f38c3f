import type { Json } from '../../patch/json.ts'
import type { Finding } from '../../status/finding.ts'
import type { Schema } from '../schema.ts'

/** Findings of one value, and how much of its schema it met: `anyOf` tells the faults of the alternative that it met most. */
export interface Result {
  /** By their sentences: each is told once. */
  readonly faults: Map<string, Fault>
  matches: number
}

/** A finding and the sentence that tells it from others. */
export interface Fault {
  readonly finding: Finding
  readonly message: string
}

/** Where a value stands. */
export interface Place {
  /** `spec.a[0]`, empty at the root. */
  readonly path: string
  /** The value that was there before, where one corresponds. */
  readonly old?: Json
}

/** What checks need of each other. */
export interface Walk {
  compilePattern(pattern: string): (text: string) => boolean
  /** All checks of a value; faults of a value that did not change are dropped only `ofField`. */
  validate(schema: Schema, value: Json, place: Place): Result
  validateField(schema: Schema, value: Json, place: Place): Result
}

/** A result without faults. */
export function newResult(matches = 0): Result {
  return { faults: new Map(), matches }
}

/** Adds what another result has (mutates); a fault is told once. */
export function mergeResult(result: Result, other: Result): void {
  for (const fault of other.faults.values()) addFault(result, fault)
  result.matches += other.matches
}

/** Faults that a value is told. */
const MAX_FAULTS = 1000

/** Adds a fault unless it is told already or there are very many (mutates). */
export function addFault(result: Result, fault: Fault): void {
  const { faults } = result
  if (faults.size < MAX_FAULTS && !faults.has(fault.message)) faults.set(fault.message, fault)
}

/** Whether there are so many faults that nothing more is looked at. */
export function isFull({ faults }: Result): boolean {
  return faults.size >= MAX_FAULTS
}

/** A fault of a value: `spec.x in body …`. */
export function faultOf(path: string, what: string, value: Json | undefined): Fault {
  const message = `${path} in body ${what}`
  return { message, finding: { field: fieldOf(path), type: 'invalid', value: value ?? '', detail: message } }
}

/** A value of a wrong type; `found` is the type that it has. */
export function typeFault(path: string, expected: string, found: string): Fault {
  const message = `${path} in body must be of type ${expected}: ${JSON.stringify(found)}`
  return { message, finding: { field: fieldOf(path), type: 'type-invalid', value: found, detail: message } }
}

/** A fault that upstream does not say the place of, but in its words. */
export function rootFault(message: string): Fault {
  return { message, finding: { field: '<nil>', type: 'invalid', value: '', detail: message } }
}

/** The path as findings have it. */
export function fieldOf(path: string): string {
  const field = path.startsWith('.') ? path.slice(1) : path
  return field === '' ? '<nil>' : field
}
