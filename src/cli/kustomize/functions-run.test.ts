import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Program } from '#render'
import { durationMs } from '../flags/duration.ts'
import { type RunSettings, runProgram } from './functions-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'berth-functions-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settings: RunSettings = { environment: { PATH: process.env['PATH'] } }

function shell(script: string, more: Partial<Program> = {}): Program {
  return { path: 'sh', args: ['-c', script, 'sh'], environment: [], folder, input: '', form: 'program', ...more }
}

test('input, arguments, environment and folder', () => {
  const script = 'cat; echo "$A|$PWD|$0" ; echo said >&2'
  const { stdout, stderr, failure } = runProgram(shell(script, { input: 'in\n', environment: ['A=b=c'] }), settings)
  expect({ stdout, stderr, failure }).toEqual({
    stdout: `in\nb=c|${folder}|sh\n`,
    stderr: 'said\n',
    failure: undefined,
  })
})

test('the configuration is a file while the program runs', () => {
  const { stdout, configPath } = runProgram(
    { path: 'sh', args: [], environment: [], folder, input: '', form: 'program', configText: 'cat "$0"' },
    settings,
  )
  expect(stdout).toBe('cat "$0"')
  expect(configPath).toMatch(/kust-plugin-config-\d+$/)
  expect(runProgram(shell(`test -e ${configPath}`), settings).failure).toBe('exit status 1')
})

test.each([
  ['a status', shell('exit 3'), 'exit status 3'],
  ['a signal', shell('kill -9 $$'), 'signal: killed'],
  [
    'a name that is not found',
    shell('', { path: 'no-such-program' }),
    'exec: "no-such-program": executable file not found in $PATH',
  ],
  ['a path that is not there', shell('', { path: './gone' }), 'fork/exec ./gone: no such file or directory'],
  ['a file that is no program', shell('', { path: './text' }), 'fork/exec ./text: permission denied'],
])('fails: %s', (_, program, failure) => {
  writeFileSync(join(folder, 'text'), 'x', { mode: 0o600 })
  expect(runProgram(program, settings).failure).toBe(failure)
})

test('a program that does not read its input is none that fails', () => {
  expect(runProgram(shell('true', { input: 'x'.repeat(1 << 20) }), settings).failure).toBeUndefined()
})

test('one that does not end is stopped, with what it started', () => {
  const run = (): unknown => runProgram(shell('sleep 60; echo late'), { ...settings, limitMs: 200 })
  expect(run).toThrow(
    expect.objectContaining({ code: 'limit', message: 'sh: still running after 0.2s – expected it to end' }),
  )
})

test.skipIf(process.platform !== 'linux')('what it has started ends with it', async () => {
  const script = `sleep 60 & echo $! > ${join(folder, 'pid')}; wait`
  expect(() => runProgram(shell(script), { ...settings, limitMs: 300 })).toThrow()
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'))
  const file = `/proc/${pid}/stat`
  await expect.poll(() => !existsSync(file) || / Z /.test(readFileSync(file, 'utf8'))).toBe(true)
})

test('a container that does not end is removed', () => {
  const client = `#!/bin/sh\ncase $1 in run) sleep 60 ;; ps) echo c0ffee ;; *) echo "$@" > ${join(folder, 'removed')} ;; esac\n`
  writeFileSync(join(folder, 'docker'), client, { mode: 0o755 })
  const program = shell('', { path: 'docker', args: ['run', 'image'], form: 'container' })
  const environment = { PATH: `${folder}:${process.env['PATH']}` }
  expect(() => runProgram(program, { environment, limitMs: 300 })).toThrow(
    expect.objectContaining({ message: 'docker: still running after 0.3s – expected it to end' }),
  )
  expect(readFileSync(join(folder, 'removed'), 'utf8')).toBe('rm --force c0ffee\n')
})

test('one that prints without end is stopped', () => {
  const run = (): unknown => runProgram(shell('yes'), { ...settings, limitBytes: 100_000 })
  expect(run).toThrow(expect.objectContaining({ code: 'limit' }))
})

test.each([
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1.5h', 5_400_000],
  ['0', 1],
])('a duration: %s', (text, expected) => expect(durationMs(text)).toBe(expected))
