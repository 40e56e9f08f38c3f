import { describe, expect, it } from 'vitest'
import type { Release, ReleaseStatus } from '../contract/release.ts'
import type { Interruption } from '../journal/journal.ts'
import type { Operation, StepName } from '../journal/steps.ts'
import { surplusOf } from './prune.ts'
import { ABANDONED_MS, DELETION_UNDERWAY, settle } from './settle.ts'

const NOW_MS = Date.parse('2026-01-01T12:00:00Z')

const release = (version: number, status: ReleaseStatus, description = ''): Release => ({
  name: 'web',
  namespace: 'n',
  version,
  info: { first_deployed: '', last_deployed: '2026-01-01T11:59:00Z', deleted: '', description, status },
  chart: {},
  manifest: '',
  hooks: [],
  labels: {},
})

const history = (...statuses: readonly ReleaseStatus[]): readonly Release[] =>
  statuses.map((status, at) => release(at + 1, status, status === 'uninstalling' ? DELETION_UNDERWAY : ''))

const died = (operation: Operation, revision: number, step: StepName): Interruption => ({
  holder: 'alice@host (1)',
  seen: '2026-01-01T11:59:30Z',
  journal: { operation, revision, step, since: '', stepSince: '', description: '', keepsHistory: false },
})

const none = { interrupted: undefined, takesOver: false, nowMs: NOW_MS }

const told = (verdict: ReturnType<typeof settle>): unknown =>
  verdict.kind === 'settle' ? verdict.records.map(({ version, info }) => [version, info.status]) : verdict.kind

describe('settle', () => {
  it.each([
    ['no history', [], 'install', none, 'clean'],
    ['a deployed revision', history('deployed'), 'upgrade', none, 'clean'],
    ['a failed revision', history('deployed', 'failed'), 'upgrade', none, 'clean'],
    ['a young pending one without a lease', history('deployed', 'pending-upgrade'), 'upgrade', none, 'busy'],
    ['an old one', history('pending-install'), 'install', { ...none, nowMs: NOW_MS + ABANDONED_MS }, [[1, 'failed']]],
    ['one that is taken over', history('pending-install'), 'install', { ...none, takesOver: true }, [[1, 'failed']]],
    [
      'a run that died while it wrote',
      history('deployed', 'pending-upgrade'),
      'upgrade',
      { ...none, interrupted: died('upgrade', 2, 'objects') },
      [[2, 'failed']],
    ],
    [
      'a run that died over its last marks',
      history('deployed', 'pending-upgrade'),
      'uninstall',
      { ...none, interrupted: died('upgrade', 2, 'finish') },
      [
        [1, 'superseded'],
        [2, 'deployed'],
      ],
    ],
    [
      'a dead lease of another revision',
      history('deployed', 'pending-upgrade'),
      'upgrade',
      { ...none, interrupted: died('upgrade', 1, 'objects') },
      'busy',
    ],
    ['an uninstall to repeat', history('uninstalling'), 'uninstall', none, 'clean'],
    ['a young uninstall', history('uninstalling'), 'upgrade', none, 'busy'],
    [
      'an uninstall that said that it failed',
      [release(1, 'uninstalling', 'Uninstallation of "web" failed: x')],
      'upgrade',
      none,
      [[1, 'failed']],
    ],
    [
      'an uninstall that died, before an install',
      history('uninstalling'),
      'install',
      { ...none, interrupted: died('uninstall', 1, 'objects') },
      'uninstall',
    ],
    [
      'a name that was given away and not taken',
      [release(1, 'superseded', 'superseded by new release')],
      'install',
      none,
      [[1, 'uninstalled']],
    ],
  ] as const)('%s', (...[, records, next, evidence, wanted]) => {
    expect(told(settle(records, next, evidence))).toEqual(wanted)
  })
})

describe('surplusOf', () => {
  it.each([
    ['no limit', history('superseded', 'deployed'), 0, []],
    ['room enough', history('superseded', 'deployed'), 3, []],
    ['the oldest goes', history('superseded', 'superseded', 'deployed'), 3, [1]],
    ['the deployed one never goes', history('deployed', 'failed', 'failed'), 2, [2, 3]],
    ['a limit of one keeps the deployed one', history('superseded', 'deployed'), 1, [1]],
  ] as const)('%s', (_, records, historyMax, wanted) => {
    expect(surplusOf(records, historyMax).map(({ version }) => version)).toEqual(wanted)
  })
})
