/** What is wrong with a schedule in cron format, in the words of Kubernetes' parser; undefined when nothing is. */
export function findScheduleFault(schedule: string): string | undefined {
  if (schedule.startsWith('@')) return findDescriptorFault(schedule)
  const fields = schedule.trim().split(/\s+/)
  if (fields.length !== 5) {
    return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`
  }
  for (const [at, field] of fields.entries()) {
    const fault = findFieldFault(field, bounds[at] ?? { min: 0, max: 0 })
    if (fault !== undefined) return fault
  }
  return undefined
}

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

const months = ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const bounds: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
]
const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

function findDescriptorFault(schedule: string): string | undefined {
  if (descriptors.includes(schedule)) return undefined
  if (/^@every ([\d.]+(ns|us|µs|ms|s|m|h))+$/.test(schedule)) return undefined
  if (schedule.startsWith('@every ')) {
    return `failed to parse duration ${schedule}: time: invalid duration ${JSON.stringify(schedule.slice('@every '.length))}`
  }
  return `unrecognized descriptor: ${schedule}`
}

function findFieldFault(field: string, bound: Bounds): string | undefined {
  for (const part of field.split(',').filter((each) => each !== '')) {
    const fault = findRangeFault(part, bound)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** A number, a name, `*` or a range, and how big the steps are. */
function findRangeFault(part: string, bound: Bounds): string | undefined {
  const [range = '', step, ...more] = part.split('/')
  if (more.length > 0) return `too many slashes: ${part}`
  const [low = '', high, ...extra] = range.split('-')
  const isAny = low === '*' || low === '?'
  if (!isAny && extra.length > 0) return `too many hyphens: ${part}`
  const start = isAny ? bound.min : numberOf(low, bound)
  if (typeof start === 'string') return start
  const end = isAny ? bound.max : high === undefined ? (step === undefined ? start : bound.max) : numberOf(high, bound)
  if (typeof end === 'string') return end
  const stride = step === undefined ? 1 : numberOf(step, { min: 0, max: 0 })
  if (typeof stride === 'string') return stride
  return findOrderFault(part, { start, end, stride }, bound)
}

interface Range {
  readonly start: number
  readonly end: number
  readonly stride: number
}

function findOrderFault(part: string, { start, end, stride }: Range, { min, max }: Bounds): string | undefined {
  if (start < min) return `beginning of range (${start}) below minimum (${min}): ${part}`
  if (end > max) return `end of range (${end}) above maximum (${max}): ${part}`
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${part}`
  return stride === 0 ? `step of range should be a positive number: ${part}` : undefined
}

/** The number that a text or a name stands for; the fault as text when it stands for none. */
function numberOf(text: string, { names }: Bounds): number | string {
  const named = names?.indexOf(text.toLowerCase()) ?? -1
  if (text !== '' && named >= 0) return named
  if (/^\d{1,9}$/.test(text)) return Number(text)
  if (/^-\d{1,9}$/.test(text)) return `negative number (${text}) not allowed: ${text}`
  return `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`
}
