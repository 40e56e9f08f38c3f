import type { ReleaseSummary } from '#release'
import type { Session } from '../frame/session.ts'

/**
 * Prints times of records as lists show them: by a layout, else as Go's `Time.String`. Zones and layouts are loaded only where
 * a time is not in UTC, or a layout is given.
 */
export async function recordTimes(
  releases: readonly ReleaseSummary[],
  { session, layout }: { readonly session: Session; readonly layout: string | undefined },
): Promise<(time: string) => string> {
  const hasLayout = layout !== undefined && layout !== ''
  const isPlain = !hasLayout && releases.every(({ info }) => info.last_deployed === '' || UTC.test(info.last_deployed))
  if (isPlain) return utcText
  const { recordedTime } = await import('#template')
  const zone = session.timeZone()
  return (time) => {
    const moment = recordedTime(time, zone)
    return hasLayout ? moment.format(layout) : moment.goString()
  }
}

const UTC = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{0,8}[1-9]))?Z$/

function utcText(time: string): string {
  return time.replace(UTC, (_, date: string, clock: string, digits?: string) => {
    return `${date} ${clock}${digits === undefined ? '' : `.${digits}`} +0000 UTC`
  })
}
