import { describe, expect, test } from 'vitest'
import type { ObjectName, ReleaseEvent } from '#release'
import type { Session } from '../frame/session.ts'
import { openProgress } from './progress.ts'
import { emptyProgress, failureLines, foldEvent } from './progress-state.ts'
import { treeLines } from './progress-tree.ts'
import { cutText, plainText } from './progress-width.ts'

const named = (kind: string, name: string): ObjectName => ({ apiVersion: 'v1', kind, metadata: { name } })
const web = named('Deployment', 'web')
const pod = named('Pod', 'web-1')

const crash: readonly ReleaseEvent[] = [
  { type: 'step', step: 'wait', operation: 'upgrade', release: 'web' },
  { type: 'waiting', object: web, state: 'in-progress', reason: '0 of 1 pods ready' },
  { type: 'waiting', object: named('Service', 'web'), state: 'ready', reason: '' },
  { type: 'waiting', object: pod, parent: web, state: 'failed', reason: 'CrashLoopBackOff' },
  { type: 'line', from: 'log', object: pod, text: 'panic: \u001b[31mno\u001b[0m file' },
]

function stateOf(events: readonly ReleaseEvent[]) {
  const state = emptyProgress()
  for (const event of events) foldEvent(state, event)
  return state
}

describe('the tree', () => {
  test.each([
    [
      'has pods below workloads, and lines below pods',
      crash,
      { columns: 80, rows: 24 },
      [
        '1 of 2 ready, 3s',
        '◌ Deployment/web  0 of 1 pods ready',
        '  ✗ Pod/web-1  CrashLoopBackOff',
        '    | panic: no file',
        '✓ Service/web',
      ],
    ],
    [
      'is cut to the width',
      crash,
      { columns: 12, rows: 24 },
      ['1 of 2 read…', '◌ Deploymen…', '  ✗ Pod/web…', '    | panic…', '✓ Service/w…'],
    ],
    [
      'drops what is ready first',
      crash,
      { columns: 80, rows: 4 },
      ['1 of 2 ready, 3s', '◌ Deployment/web  0 of 1 pods ready', '  ✗ Pod/web-1  CrashLoopBackOff', '… 2 more lines'],
    ],
  ])('%s', (_, events, size, lines) => {
    expect(treeLines(stateOf(events), { ...size, hasColour: false, elapsedMs: 3000 })).toEqual(lines)
  })

  test('has colours only where they are wished', () => {
    const form = { columns: 80, rows: 24, hasColour: true, elapsedMs: 0 }
    expect(treeLines(stateOf(crash), form)[2]).toBe('\u001b[31m  ✗ Pod/web-1  CrashLoopBackOff\u001b[0m')
  })

  test('ends with the first failure and its last lines', () => {
    expect(failureLines(stateOf(crash))).toEqual([
      'Pod/web-1: CrashLoopBackOff',
      '  Pod/web-1 | panic: \u001b[31mno\u001b[0m file',
    ])
  })

  test('keeps no more lines of an object than are of use', () => {
    const many = Array.from({ length: 100 }, (_, at) => ({ ...crash[4], text: `${at}` }) as ReleaseEvent)
    expect(stateOf(many).nodes.get('Pod//web-1')?.lines).toHaveLength(10)
  })
})

describe('width', () => {
  test.each([
    ['plain', 10, 'plain'],
    ['cut here', 4, 'cut…'],
    ['日本語の文', 5, '日本…'],
    ['e\u0301e\u0301', 2, 'e\u0301e\u0301'],
    ['x', 0, ''],
  ])('%s in %d columns', (text, columns, cut) => expect(cutText(text, columns)).toBe(cut))

  test.each([
    ['\u001b]0;title\u0007a\u001b[2Jb\rc\td', 'abc  d'],
    ['\u001bcx', 'x'],
  ])('%j loses what a terminal obeys', (text, plain) => expect(plainText(text)).toBe(plain))
})

function sessionOf(more: Partial<Session>, isTerminal: boolean): { session: Session; written: string[] } {
  const written: string[] = []
  const stderr = {
    write: (text: string) => void written.push(text),
    writeParts: () => undefined,
    isTerminal,
    stream: { columns: 40, rows: 10 },
  }
  const signal = new AbortController().signal
  const base = { persona: 'berth', environment: {}, now: () => 0, stderr, signal }
  const session = { ...base, ...more } as unknown as Session
  return { session, written }
}

describe('progress', () => {
  test.each([
    ['berth', {}, 5],
    ['helm', {}, 0],
    ['berth', { output: 'json' }, 0],
  ] as const)('of %s with %j elsewhere than on a terminal', async (persona, flags, count) => {
    const { session, written } = sessionOf({ persona }, false)
    const progress = openProgress(session, flags)
    for (const event of [...crash, ...crash.slice(1, 3)]) progress.report(event)
    await progress.close()
    expect(written.slice(0, 1)).toEqual(count === 0 ? [] : ['Deployment/web in-progress: 0 of 1 pods ready\n'])
    expect(written).toHaveLength(count === 0 ? 0 : 4)
  })

  test('on a terminal draws once more at the end and explains a failure', async () => {
    const { session, written } = sessionOf({}, true)
    const progress = openProgress(session)
    for (const event of crash) progress.report(event)
    progress.report({ type: 'warning', text: 'odd' })
    await progress.close(new Error('no'))
    expect(written.join('')).toContain('warning: odd\n')
    expect(written.slice(-2)).toEqual(['Pod/web-1: CrashLoopBackOff\n', '  Pod/web-1 | panic: no file\n'])
    expect(written.filter((text) => text.includes('◌ Deployment/web'))).toHaveLength(1)
  })

  test('draws over what it drew', async () => {
    const { openScreen } = await import('./progress-screen.ts')
    const { session, written } = sessionOf({}, true)
    const screen = openScreen(session.stderr, session.signal)
    screen.draw(['a', 'b'])
    screen.draw(['c'])
    screen.end('cleared')
    expect(written[1]).toContain('\u001b[2A\r\u001b[Kc\n\u001b[J')
    expect(written[2]).toContain('\u001b[1A\r\u001b[J')
  })

  test('draws over lines that take more rows since the terminal became narrow', async () => {
    const { openScreen } = await import('./progress-screen.ts')
    const { session, written } = sessionOf({}, true)
    const screen = openScreen(session.stderr, session.signal)
    screen.draw(['x'.repeat(40), 'b'])
    Object.assign(session.stderr.stream, { columns: 15 })
    screen.draw(['c'])
    expect(written[1]).toContain('\u001b[4A\r')
  })

  test('leaves the cursor to the terminal after a signal', async () => {
    const { openScreen } = await import('./progress-screen.ts')
    const user = new AbortController()
    const { session, written } = sessionOf({ signal: user.signal }, true)
    const screen = openScreen(session.stderr, session.signal)
    screen.draw(['a'])
    user.abort()
    screen.draw(['b'])
    const [before, shown, after] = written
    expect([before?.includes('\u001b[?25l'), shown, after?.includes('\u001b[?25l')]).toEqual([
      true,
      '\u001b[?25h',
      false,
    ])
  })

  test.each([
    ['TERM', 'dumb'],
    ['CI', 'true'],
  ])('on a terminal with %s=%s writes lines', async (name, value) => {
    const { session, written } = sessionOf({ environment: { [name]: value } }, true)
    const progress = openProgress(session)
    for (const event of crash) progress.report(event)
    await progress.close()
    expect(written[0]).toBe('Deployment/web in-progress: 0 of 1 pods ready\n')
  })
})
