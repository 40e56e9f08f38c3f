import { canonicalQuantity, canonicalResource, type Json, type JsonObject, parseQuantity, quantityMessage } from '#kube'
import { asMap, scalarText } from '../read.ts'
import { addInvalid, type Findings } from './finding.ts'

/** Writes a quantity in its canonical form (mutates); what is none stays. */
export function canonizeField(map: JsonObject, field: string): void {
  const value = map[field]
  if (typeof value === 'string' || typeof value === 'number') map[field] = canonicalQuantity(String(value))
}

/** Writes the quantities of a resource list in canonical form, rounded to thousandths (mutates). */
export function canonizeResources(list: Json | undefined): void {
  const map = asMap(list)
  for (const [name, value] of Object.entries(map)) {
    if (typeof value === 'string' || typeof value === 'number') map[name] = canonicalResource(String(value))
  }
}

/** Checks that a value is a quantity and not negative. */
export function checkQuantity(found: Findings, value: Json | undefined, field: string): void {
  const quantity = parseQuantity(scalarText(value))
  if (quantity === undefined) addInvalid(found, field, value, quantityMessage)
  else if (quantity.nanos < 0n) addInvalid(found, field, value, 'must be greater than or equal to 0')
}
