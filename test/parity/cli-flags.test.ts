import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { executable, peer } from '../peers.ts'

const commands = [
  ...[
    'template',
    'lint',
    'create',
    'show all',
    'show chart',
    'show crds',
    'show readme',
    'show values',
    'package',
    'pull',
  ],
  ...[
    'push',
    'registry login',
    'registry logout',
    'dependency build',
    'dependency update',
    'dependency list',
    'repo add',
  ],
  ...['repo list', 'repo update', 'repo remove', 'repo index', 'search repo', 'verify', 'env', 'version'],
  ...['list', 'history', 'status', 'get all', 'get hooks', 'get manifest', 'get metadata', 'get notes', 'get values'],
  ...['install', 'upgrade', 'rollback', 'uninstall', 'test'],
  ...['completion bash', 'completion zsh', 'completion fish', 'completion powershell'],
]

/** Names and shorthands of the flags on a help page of helm. */
function helmFlags(helm: string, command: string): string[] {
  const { stdout } = spawnSync(helm, [...command.split(' '), '--help'], { encoding: 'utf8' })
  return [...stdout.matchAll(/^ +(?:(-\w), )?(--[\w-]+)/gm)].flatMap(([, short, long]) => [short, long]).filter(isWord)
}

const isWord = (word: string | undefined): word is string => word !== undefined

/** The flags that completion offers; hidden ones and shorthands are not among them. */
function offeredFlags(command: string): Set<string> {
  const { stdout } = spawnSync(executable(), ['__complete', ...command.split(' '), '--'], { encoding: 'utf8' })
  return new Set(stdout.split('\n').map((line) => line.split('\t', 1)[0] as string))
}

/** Does berth know the flag? A flag that it does not know is refused by name, whatever else is wrong. */
function isKnown(command: string, flag: string): boolean {
  const words = ['helm', ...command.split(' '), flag]
  const { stderr } = spawnSync(executable(), words, { encoding: 'utf8', input: '', cwd: '/' })
  return !/unknown (shorthand )?flag/.test(stderr)
}

describe.each(['helm-4.1.4', 'helm-3.17.2'] as const)('%s', (name) => {
  const helm = peer(name)

  test.skipIf(helm === undefined).each(commands)('%s: every flag is accepted', (command) => {
    const flags = helmFlags(helm as string, command)
    const offered = offeredFlags(command)
    expect(flags.length).toBeGreaterThan(5)
    const unknown = flags.filter((flag) => !offered.has(flag) && !isKnown(command, flag))
    expect(unknown).toEqual([])
  })
})
