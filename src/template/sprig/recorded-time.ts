import { secondsOf } from './date-civil.ts'
import { GoTime, zeroTime } from './date-time.ts'
import { fixedZone, localZone, UTC, type Zone } from './zone.ts'

export type { GoTime } from './date-time.ts'

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|([+-])(\d\d):(\d\d))$/
const NANOS = 1_000_000_000n

/**
 * A time as Go reads it from JSON: in the local zone where that has the text's offset at that moment, else in one without a
 * name. The zero time for a text that is none.
 */
export function recordedTime(text: string, timeZone: string): GoTime {
  const home = localZone(timeZone)
  const parts = RFC_3339.exec(text)
  if (parts === null) return zeroTime(home)
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number)
  const offset = offsetOf(parts)
  const seconds = secondsOf({ year, month, day, hour, minute, second }) - offset
  const nanos = BigInt((parts[7] ?? '').padEnd(9, '0').slice(0, 9))
  return new GoTime(BigInt(seconds) * NANOS + nanos, zoneOf(parts[8], { home, offset, seconds }), { home })
}

function offsetOf(parts: RegExpExecArray): number {
  const size = (Number(parts[10] ?? 0) * 60 + Number(parts[11] ?? 0)) * 60
  return parts[9] === '-' ? -size : size
}

interface Place {
  readonly home: Zone
  readonly offset: number
  readonly seconds: number
}

function zoneOf(name: string | undefined, { home, offset, seconds }: Place): Zone {
  if (name === 'Z') return UTC
  return home.at(seconds).offset === offset ? home : fixedZone('', offset)
}
