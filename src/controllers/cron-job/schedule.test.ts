import { describe, expect, test } from 'vitest'
import { missedRuns, untilNextMs } from './missed.ts'
import { nextTime } from './next.ts'
import { parseSchedule, ScheduleError } from './schedule.ts'

/** Schedule, zone, a moment, and the runs after it, as robfig/cron v3.0.1 finds them. */
const runs: readonly (readonly [string, string, string, string])[] = [
  ['* * * * *', '', '2026-01-01T00:00:30Z', '2026-01-01T00:01Z 2026-01-01T00:02Z 2026-01-01T00:03Z'],
  ['*/15 * * * *', '', '2012-07-09T14:45:00Z', '2012-07-09T15:00Z 2012-07-09T15:15Z 2012-07-09T15:30Z'],
  ['5/15 * * * *', '', '2012-07-09T15:50:00Z', '2012-07-09T16:05Z 2012-07-09T16:20Z 2012-07-09T16:35Z'],
  ['20-35/15 * * * *', '', '2012-07-09T15:45:00Z', '2012-07-09T16:20Z 2012-07-09T16:35Z 2012-07-09T17:20Z'],
  ['0 0 29 2 ?', '', '2023-03-01T00:00:00Z', '2024-02-29T00:00Z 2028-02-29T00:00Z 2032-02-29T00:00Z'],
  ['0 0 31 4 *', '', '2026-01-01T00:00:00Z', 'never'],
  ['59 23 31 2 *', '', '2026-01-01T00:00:00Z', 'never'],
  ['0 0 1,15 * sun', '', '2012-06-14T00:00:00Z', '2012-06-15T00:00Z 2012-06-17T00:00Z 2012-06-24T00:00Z'],
  ['0 0 */10 * Sun', '', '2012-07-01T00:00:00Z', '2012-07-08T00:00Z 2012-07-11T00:00Z 2012-07-15T00:00Z'],
  ['0 0 * * Mon', '', '2012-07-15T00:00:00Z', '2012-07-16T00:00Z 2012-07-23T00:00Z 2012-07-30T00:00Z'],
  ['0 0 */2 * Sun', '', '2012-07-01T00:00:00Z', '2012-07-03T00:00Z 2012-07-05T00:00Z 2012-07-07T00:00Z'],
  ['30 08 ? Jul Sun', '', '2012-01-01T00:00:00Z', '2012-07-01T08:30Z 2012-07-08T08:30Z 2012-07-15T08:30Z'],
  ['0 9-17/2 * * 1-5', '', '2026-01-02T16:00:00Z', '2026-01-02T17:00Z 2026-01-05T09:00Z 2026-01-05T11:00Z'],
  ['0 0 9 Apr-Oct ?', '', '2012-10-09T23:35:00Z', '2013-04-09T00:00Z 2013-05-09T00:00Z 2013-06-09T00:00Z'],
  ['0 12 1 1 *', '', '2026-06-01T00:00:00Z', '2027-01-01T12:00Z 2028-01-01T12:00Z 2029-01-01T12:00Z'],
  ['1,2,,3 * * * *', '', '2026-01-01T00:00:00Z', '2026-01-01T00:01Z 2026-01-01T00:02Z 2026-01-01T00:03Z'],
  ['@hourly', '', '2026-01-01T00:00:01Z', '2026-01-01T01:00Z 2026-01-01T02:00Z 2026-01-01T03:00Z'],
  ['@daily', '', '2026-01-01T00:00:01Z', '2026-01-02T00:00Z 2026-01-03T00:00Z 2026-01-04T00:00Z'],
  ['@midnight', '', '2026-01-01T00:00:01Z', '2026-01-02T00:00Z 2026-01-03T00:00Z 2026-01-04T00:00Z'],
  ['@weekly', '', '2026-01-01T00:00:01Z', '2026-01-04T00:00Z 2026-01-11T00:00Z 2026-01-18T00:00Z'],
  ['@monthly', '', '2026-01-01T00:00:01Z', '2026-02-01T00:00Z 2026-03-01T00:00Z 2026-04-01T00:00Z'],
  ['@yearly', '', '2026-01-01T00:00:01Z', '2027-01-01T00:00Z 2028-01-01T00:00Z 2029-01-01T00:00Z'],
  ['@annually', '', '2026-01-01T00:00:01Z', '2027-01-01T00:00Z 2028-01-01T00:00Z 2029-01-01T00:00Z'],
  ['@every 90s', '', '2026-01-01T00:00:01Z', '2026-01-01T00:01:31Z 2026-01-01T00:03:01Z 2026-01-01T00:04:31Z'],
  ['@every 1h30m', '', '2026-01-01T00:00:01Z', '2026-01-01T01:30:01Z 2026-01-01T03:00:01Z 2026-01-01T04:30:01Z'],
  ['@every 10ms', '', '2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z 2026-01-01T00:00:03Z 2026-01-01T00:00:04Z'],
  ['@every 2.7s', '', '2026-01-01T00:00:01Z', '2026-01-01T00:00:03Z 2026-01-01T00:00:05Z 2026-01-01T00:00:07Z'],
  ['30 2 11 3 ?', 'America/New_York', '2012-03-11T05:00:00Z', '2013-03-11T06:30Z 2014-03-11T06:30Z 2015-03-11T06:30Z'],
  ['0 * * * ?', 'America/New_York', '2012-03-11T05:00:00Z', '2012-03-11T06:00Z 2012-03-11T07:00Z 2012-03-11T08:00Z'],
  ['0 1 * * ?', 'America/New_York', '2012-03-11T05:00:00Z', '2012-03-11T06:00Z 2012-03-12T05:00Z 2012-03-13T05:00Z'],
  ['0 2 * * ?', 'America/New_York', '2012-03-11T05:00:00Z', '2012-03-12T06:00Z 2012-03-13T06:00Z 2012-03-14T06:00Z'],
  ['30 2 4 11 ?', 'America/New_York', '2012-11-04T04:00:00Z', '2012-11-04T07:30Z 2013-11-04T07:30Z 2014-11-04T07:30Z'],
  ['30 1 4 11 ?', 'America/New_York', '2012-11-04T05:45:00Z', '2012-11-04T06:30Z 2013-11-04T06:30Z 2014-11-04T06:30Z'],
  ['0 * * * ?', 'America/New_York', '2012-11-04T04:00:00Z', '2012-11-04T05:00Z 2012-11-04T06:00Z 2012-11-04T07:00Z'],
  ['0 1 * * ?', 'America/New_York', '2012-11-04T04:00:00Z', '2012-11-04T05:00Z 2012-11-04T06:00Z 2012-11-05T06:00Z'],
  [
    '*/30 1-3 * * *',
    'America/New_York',
    '2025-11-02T04:00:00Z',
    '2025-11-02T05:00Z 2025-11-02T05:30Z 2025-11-02T06:00Z',
  ],
  ['0 9 10 * ?', 'America/Sao_Paulo', '2018-10-17T09:00:00Z', '2018-11-10T11:00Z 2018-12-10T11:00Z 2019-01-10T11:00Z'],
  ['0 9 22 * ?', 'America/Sao_Paulo', '2018-02-14T10:00:00Z', '2018-02-22T12:00Z 2018-03-22T12:00Z 2018-04-22T12:00Z'],
  ['0 0 * * *', 'America/Sao_Paulo', '2018-11-02T12:00:00Z', '2018-11-03T03:00Z 2018-11-05T02:00Z 2018-11-06T02:00Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:30Z 2026-03-31T00:30Z 2026-04-01T00:30Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30Z 2026-10-25T01:30Z 2026-10-26T01:30Z'],
  ['30 1 * * *', 'Europe/London', '2026-03-28T12:00:00Z', '2026-03-30T00:30Z 2026-03-31T00:30Z 2026-04-01T00:30Z'],
  ['30 1 * * *', 'Europe/London', '2026-10-24T12:00:00Z', '2026-10-25T00:30Z 2026-10-25T01:30Z 2026-10-26T01:30Z'],
  ['15 0 * * *', 'Asia/Beirut', '2022-03-26T12:00:00Z', '2022-03-27T21:15Z 2022-03-28T21:15Z 2022-03-29T21:15Z'],
  [
    '45 1 * * *',
    'Australia/Lord_Howe',
    '2026-04-04T00:00:00Z',
    '2026-04-04T14:45Z 2026-04-04T15:15Z 2026-04-05T15:15Z',
  ],
  ['0 0 * * *', 'Asia/Kolkata', '2026-01-01T00:00:00Z', '2026-01-01T18:30Z 2026-01-02T18:30Z 2026-01-03T18:30Z'],
  ['0 0 * * *', 'America/Havana', '2025-03-08T12:00:00Z', '2025-03-10T04:00Z 2025-03-11T04:00Z 2025-03-12T04:00Z'],
]

const textOf = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/^(.*:\d\d):00Z$/, '$1Z')

test.each(runs)('%s %s after %s', (text, zone, after, expected) => {
  const schedule = parseSchedule(zone === '' ? text : `TZ=${zone} ${text}`)
  const found: string[] = []
  for (let at: number | undefined = Date.parse(after); found.length < expected.split(' ').length; ) {
    at = nextTime(schedule, at)
    found.push(at === undefined ? 'never' : textOf(at))
    if (at === undefined) break
  }
  expect(found.join(' ')).toBe(expected)
})

test('a search ends where a zone left out the day', () => {
  const schedule = parseSchedule('TZ=Pacific/Apia 0 0 30 12 *')
  expect(nextTime(schedule, Date.parse('2011-12-01T00:00:00Z'))).toBeUndefined()
})

test.each([
  ['', 'bad-schedule', 'empty spec string'],
  ['* * * *', 'bad-schedule', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'bad-schedule', 'end of range (60) above maximum (59): 60'],
  ['* * 0 * *', 'bad-schedule', 'beginning of range (0) below minimum (1): 0'],
  ['*/0 * * * *', 'bad-schedule', 'step of range should be a positive number: */0'],
  ['@often', 'bad-schedule', 'unrecognized descriptor: @often'],
  ['TZ=Mars/Base * * * * *', 'bad-zone', 'unknown time zone Mars/Base'],
])('%s cannot be read', (text, code, message) => {
  const read = (): unknown => parseSchedule(text)
  expect(read).toThrow(ScheduleError)
  expect(read).toThrow(expect.objectContaining({ code, message }))
})

describe('what is due', () => {
  const at = (text: string): number => Date.parse(`2026-01-01T${text}Z`)
  const hourly = parseSchedule('0 * * * ?')
  const every = parseSchedule('@every 1h')
  test.each([
    ['nothing before the first run', hourly, '10:30:00', '10:59:59', undefined, 'none'],
    ['the first run at its time', hourly, '10:30:00', '11:00:00', '11:00:00', 'none'],
    ['the first run until the second', hourly, '10:30:00', '11:59:59', '11:00:00', 'none'],
    ['the last of a few', hourly, '10:30:00', '14:10:00', '14:00:00', 'few'],
    ['intervals count from the last run', every, '10:30:00', '14:10:00', '13:30:00', 'few'],
    ['the last of many', parseSchedule('* * * * *'), '10:30:00', '14:10:30', '14:10:00', 'many'],
  ] as const)('%s', (...row) => {
    const [, schedule, since, now, recent, amount] = row
    const missed = missedRuns(schedule, { sinceMs: at(since), nowMs: at(now), deadlineMs: undefined })
    expect(missed?.amount).toBe(amount)
    expect(missed?.recentMs).toBe(recent === undefined ? undefined : at(recent))
  })

  test('a deadline hides what is too old', () => {
    const span = { sinceMs: at('00:30:00'), nowMs: at('14:10:00'), deadlineMs: 300_000 }
    expect(missedRuns(hourly, span)).toEqual({ earliestMs: at('14:05:00'), recentMs: undefined, amount: 'none' })
  })

  test('a schedule without any run has nothing due', () => {
    const never = parseSchedule('59 23 31 2 *')
    const span = { sinceMs: at('00:00:00'), nowMs: at('14:10:00'), deadlineMs: undefined }
    expect(missedRuns(never, span)).toBeUndefined()
    expect(untilNextMs(never, span)).toBeUndefined()
  })

  test.each([
    ['after the creation', '10:30:00', '10:40:00', 20 * 60_000 + 100],
    ['after the last run that is due', '10:30:00', '14:10:00', 50 * 60_000 + 100],
  ])('the next run is looked for %s', (_, since, now, expected) => {
    expect(untilNextMs(hourly, { sinceMs: at(since), nowMs: at(now), deadlineMs: undefined })).toBe(expected)
  })
})
