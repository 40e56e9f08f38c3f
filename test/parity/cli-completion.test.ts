import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { executable } from '../peers.ts'

const home = mkdtempSync(join(tmpdir(), 'berth-completion-'))
mkdirSync(join(home, 'bin'))
for (const name of ['berth', 'helm']) symlinkSync(executable(), join(home, 'bin', name))
writeFileSync(join(home, 'values.yaml'), 'a: 1\n')
writeFileSync(join(home, 'repositories.yaml'), 'repositories: [{name: fruit, url: "https://example.test"}]\n')
writeFileSync(
  join(home, 'fruit-index.yaml'),
  'apiVersion: v1\nentries: {apple: [{apiVersion: v2, name: apple, version: 1.0.0, description: "crisp: red", urls: [a.tgz]}]}\n',
)
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** How a shell completes the last of `words`: a script for it that prints one candidate a line. */
type Ask = (program: string, words: readonly string[]) => string

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ')
const shells: readonly (readonly [string, Ask])[] = [
  [
    'bash',
    (program, words) => `source <(${program} completion bash)
COMP_WORDS=(${program} ${quoted(words)}); COMP_CWORD=${words.length}
compopt() { :; }
_${program}; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  [
    'zsh',
    (program, words) => `compdef() { : }
_describe() { print -rl -- "\${(@P)2}" }
_files() { print -rl -- val*(N) }
source <(${program} completion zsh)
words=(${program} ${quoted(words)}); CURRENT=${words.length + 1}
_${program}`,
  ],
  ['fish', (program, words) => `${program} completion fish | source; complete -C "${program} ${words.join(' ')}"`],
]

function candidates(shell: string, script: string): string[] {
  const env = {
    HOME: home,
    PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
    HELM_REPOSITORY_CONFIG: join(home, 'repositories.yaml'),
    HELM_REPOSITORY_CACHE: home,
  }
  const { stdout, stderr } = spawnSync(shell, ['-c', script], { cwd: home, env, encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

const rows: readonly (readonly [name: string, words: readonly string[], expected: readonly string[]])[] = [
  ['commands', ['tem'], ['template']],
  ['subcommands', ['repo', 'up'], ['update']],
  ['flags', ['template', '--kube-ver'], ['--kube-version']],
  ['choices', ['template', '--compat', ''], ['helm3', 'helm4']],
  ['choices after =', ['template', '--compat=helm3', '--color', 'al'], ['always']],
  ['a choice behind an equals sign', ['template', '--compat=helm3'], ['--compat=helm3']],
  ['repositories', ['repo', 'remove', ''], ['fruit']],
  ['charts', ['show', 'values', 'fruit/'], ['fruit/apple']],
  ['charts as the second argument', ['template', 'rel', 'fr'], ['fruit/apple']],
  ['files', ['template', '-f', 'val'], ['values.yaml']],
]

describe.each(shells)('%s', (shell, ask) => {
  const isThere = spawnSync(shell, ['-c', 'true']).status === 0

  describe.each(['berth', 'helm'])('%s', (program) => {
    test.skipIf(!isThere).each(rows)('%s', (_, words, expected) => {
      const found = candidates(shell, ask(program, words)).map((line) =>
        (line.split(/\t|(?<!\\):/)[0] ?? '').replaceAll('\\:', ':'),
      )
      expect(expected.filter((word) => !found.includes(word))).toEqual([])
      expect(found.length).toBeLessThan(expected.length + 3)
    })
  })
})
