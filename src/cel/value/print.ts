import { Uint, type Value } from './value.ts'

/** A key or a simple value as Go prints it in an error. */
export function printValue(value: Value): string {
  if (value instanceof Uint) return String(value.value)
  if (typeof value === 'number') return printDouble(value)
  if (value === null) return 'null'
  return typeof value === 'object' ? '' : String(value)
}

/** A double as Go prints it: with an exponent from 10^`limit` on (21 in messages, 6 in conversions). */
export function printDouble(value: number, limit = 21): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (Object.is(value, -0)) return '-0'
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (value !== 0 && (power >= limit || (power < -4 && limit < 1000))) {
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  }
  return plainDigits(mantissa, power)
}

function plainDigits(mantissa: string, power: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  if (digits.length <= power + 1) return sign + digits.padEnd(power + 1, '0')
  return `${sign}${digits.slice(0, power + 1)}.${digits.slice(power + 1)}`
}
