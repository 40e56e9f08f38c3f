const PARTS = /^(\d+)-(\d+)-(\d+)(?:[Tt ]+(\d+):(\d+):(\d+)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)?)?$/

/** A timestamp that `isTimestamp` has accepted, as Go's JSON prints it: RFC 3339 with up to nine decimals. */
export function goTime(text: string): string {
  const match = PARTS.exec(text) as RegExpExecArray
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => (part ?? '').padStart(2, '0'))
  const decimals = (match[7] ?? '').slice(0, 9).replace(/0+$/, '')
  const zone = match[8] === undefined || /^[+-]00:00$/.test(match[8]) ? 'Z' : match[8]
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${decimals === '' ? '' : `.${decimals}`}${zone}`
}
