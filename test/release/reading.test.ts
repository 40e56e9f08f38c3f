import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltCluster, startBuilt } from '../cluster/harness.ts'
import { executable, peer } from '../peers.ts'
import { type Postgres, postgresFolder, startPostgres } from './postgres.ts'

const helms = { helm3: peer('helm-3.17.2'), helm4: peer('helm-4.1.4') } as const
type Level = keyof typeof helms
const levels = Object.keys(helms) as Level[]
const isAbsent = Object.values(helms).includes(undefined) || !existsSync(resolve('dist/berth'))
const fixture = (name: string): string => resolve('fixtures/release', name)

interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

let cluster: BuiltCluster
let postgres: Postgres | undefined

/** Runs a program against the cluster. */
function run(program: string, words: readonly string[], more: Readonly<Record<string, string>> = {}): Ran {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: cluster.folder,
    KUBECONFIG: cluster.kubeconfig,
    TZ: 'UTC',
    ...more,
  }
  const { stdout, stderr, status } = spawnSync(program, words, { env, encoding: 'utf8', timeout: 60_000 })
  return { stdout, stderr, status }
}

function must(program: string, words: readonly string[], more: Readonly<Record<string, string>> = {}): void {
  const { status, stderr } = run(program, words, more)
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr}`)
}

/** What differs between two runs by nothing but the time: ages, versions of lists, the order of sections. */
function settled(text: string): string {
  const still = text
    .replaceAll(/"resourceVersion":"\d+"\}/g, '"resourceVersion":""}')
    .replaceAll(/resourceVersion: "\d+"$/gm, 'resourceVersion: ""')
    .replaceAll(/ {3}(?:\d+[smhd])+$/gm, '   AGE')
  const [head, ...sections] = still.split(/^==> /m)
  if (sections.length === 0) return still
  const [last = '', tail = ''] = (sections.pop() ?? '').split(/\n\n(?=\n|TEST|NOTES)/)
  return [head, ...[...sections.map((section) => section.trimEnd()), last.trimEnd()].sort(), tail].join('\n==> ')
}

/** Helm's answer and ours to the same words. */
function both(level: Level, words: readonly string[], more: Readonly<Record<string, string>> = {}): readonly Ran[] {
  const theirs = run(helms[level] ?? '', words, more)
  const ours = run(executable(), ['helm', ...words, '--compat', level], more)
  return [theirs, ours].map(({ stdout, ...rest }) => ({ stdout: settled(stdout), ...rest }))
}

beforeAll(async () => {
  if (isAbsent) return
  const programs = postgresFolder()
  cluster = startBuilt('--store', 'memory')
  postgres = programs === undefined ? undefined : await startPostgres(programs)
  const chart = fixture('chart')
  must(helms.helm4 ?? '', ['install', 'one', chart, '--labels', 'team=x,env=prod', '--set', 'name=Joe', '--wait'])
  must(helms.helm4 ?? '', ['upgrade', 'one', chart, '--set', 'replicas=2', '--description', 'a <b>\nline', '--wait'])
  must(helms.helm4 ?? '', ['test', 'one'])
  must(helms.helm3 ?? '', ['install', 'two', chart, '--set', 'n.big=12345678901234567890', '--wait'])
  run(helms.helm3 ?? '', ['upgrade', 'two', chart, '--set', 'replicas=-1'])
  must(helms.helm3 ?? '', ['install', 'gone', chart])
  must(helms.helm3 ?? '', ['uninstall', 'gone', '--keep-history'])
  must(executable(), ['install', 'ours', chart, '--labels', 'team=y', '--set', 'replicas=0'])
  must(executable(), ['install', 'over', fixture('overlay')])
  must(executable(), ['install', 'plain', fixture('overlay/objects.yaml'), '--compat', 'helm3'])
})
afterAll(async () => {
  if (isAbsent) return
  await postgres?.stop()
  cluster.close()
})

const template = [
  '{{.Release.Name}} {{.Release.Info.LastDeployed}} {{.Release.Info.Status}} {{.Release.Version}} {{.Release.Config}}',
  '{{range .Release.Hooks}}{{.Name}} {{.Events}} {{.LastRun.Phase}} {{.Weight}}{{end}} {{.Release.Chart.Metadata.Version}}',
  '{{.Release.Chart.Name}} {{.Release.Chart.Values}} {{.Release.Namespace}} {{.Release.Info.FirstDeployed.Unix}}',
].join('\n')

const formats = ['json', 'yaml']
const inAllFormats = [['list'], ['history', 'one'], ['get', 'metadata', 'one'], ['get', 'values', 'one', '-a']]

const views = [
  ...inAllFormats,
  ...inAllFormats.flatMap((words) => formats.map((format) => [...words, '-o', format])),
  ['list', '-A', '-q', '-o', 'json'],
  ['list', '--failed'],
  ['list', '--superseded', '-A'],
  ['list', '--uninstalled', '--pending', '-o', 'json'],
  ['ls', '-r'],
  ['list', '-m', '1', '--offset', '1'],
  ['list', '-f', '^o', '-l', 'status!=failed,name'],
  ['list', '--no-headers'],
  ['list', '--no-headers', '-f', 'none'],
  ['list', '--time-format', 'Mon Jan _2 15:04:05.000 Z0700 2006 MST'],
  ['list', '-n', 'nowhere', '-o', 'yaml'],
  ['hist', 'two', '--max', '1'],
  ['history', 'one', '--max', '0', '-o', 'json'],
  ['get', 'values', 'two', '--revision', '1', '-o', 'json'],
  ['get', 'values', 'plain'],
  ['get', 'metadata', 'one', '--revision', '1'],
  ...['two', 'ours', 'over', 'plain'].map((name) => ['get', 'metadata', name, '-o', 'json']),
  ...['two', 'over', 'plain'].map((name) => ['history', name]),
  ...['one', 'two', 'ours', 'over', 'plain'].map((name) => ['get', 'all', name]),
  ...['hooks', 'manifest', 'notes'].map((what) => ['get', what, 'one']),
  ['get', 'manifest', 'one', '--revision', '1'],
  ['get', 'all', 'one', '--template', template],
  ['status', 'two', '--revision', '1'],
  ['status', 'one', '-o', 'json'],
  ['status', 'plain', '-o', 'yaml'],
]

const failures = [
  ['status', 'nope'],
  ['get', 'values', 'nope'],
  ['history', 'nope'],
  ['get', 'all', 'one', '--revision', '99'],
  ['history', 'BAD_NAME'],
  ['list', '-f', '('],
  ['list', '-l', 'a b'],
  ['status'],
  ['get', 'values', 'one', 'two'],
  ['get', 'all', 'one', '--template', '{{'],
  ['get', 'all', 'one', '--template', '{{.Release.Nope}}'],
]

describe.skipIf(isAbsent).each(levels)('as %s', (level) => {
  it('releases are listed and shown byte by byte', { timeout: 300_000 }, () => {
    for (const words of [...views, ...failures]) {
      const [theirs, ours] = both(level, words)
      expect({ words, ...ours }).toEqual({ words, ...theirs })
    }
  })
})

describe.skipIf(isAbsent)('views', () => {
  it('have the colours of Helm 4', () => {
    for (const words of [
      ['list', '-A'],
      ['status', 'two'],
      ['get', 'all', 'one'],
    ]) {
      const [theirs, ours] = both('helm4', [...words, '--color', 'always'])
      expect({ words, ...ours }).toEqual({ words, ...theirs })
    }
  })

  it('of Helm 3 say more when asked', () => {
    const [theirs, ours] = both('helm3', ['status', 'one', '--show-desc', '--show-resources'])
    expect(ours).toEqual(theirs)
    const [allOfTheirs, allOfOurs] = both('helm3', ['list', '-a'])
    expect(allOfOurs).toEqual(allOfTheirs)
  })

  it('have times of the local zone', () => {
    const zone = { TZ: 'America/New_York' }
    const place = ['-n', 'there']
    must(executable(), ['install', 'there', fixture('overlay/objects.yaml'), ...place, '--create-namespace'], zone)
    for (const words of [['list'], ['history', 'there'], ['get', 'metadata', 'there']]) {
      const [theirs, ours] = both('helm4', [...words, ...place], zone)
      expect({ words, ...ours }).toEqual({ words, ...theirs })
    }
  })
})

describe.skipIf(isAbsent)('records of other stores', () => {
  it.each(['configmap', 'sql'])('in %s are those of Helm', (kind) => {
    if (kind === 'sql' && postgres === undefined) return
    const driver = {
      HELM_DRIVER: kind,
      ...(postgres !== undefined && { HELM_DRIVER_SQL_CONNECTION_STRING: postgres.connection }),
    }
    const place = ['-n', `in-${kind}`, '--create-namespace']
    must(helms.helm4 ?? '', ['install', 'theirs', fixture('chart'), ...place, '--labels', 'a=b'], driver)
    must(executable(), ['install', 'ours', fixture('chart'), ...place, '--labels', 'c=d'], driver)
    must(helms.helm3 ?? '', ['rollback', 'ours', '1', ...place.slice(0, 2)], driver)
    for (const level of levels) {
      for (const words of [['list'], ['history', 'ours'], ['get', 'all', 'theirs'], ['get', 'metadata', 'ours']]) {
        const [theirs, ours] = both(level, [...words, ...place.slice(0, 2)], driver)
        expect({ words, ...ours }).toEqual({ words, ...theirs })
      }
    }
  })
})
