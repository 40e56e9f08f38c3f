import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Session } from '../frame/session.ts'
import { pullPlugin } from './git.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-plugin-git-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a plugin that was changed by hand is called so, however much was changed', () => {
  const git = (...words: string[]) => execFileSync('git', ['-C', folder, ...words])
  const file = join(folder, 'data')
  writeFileSync(file, 'one\n'.repeat(300_000))
  git('init', '--quiet')
  git('add', 'data')
  git('-c', 'user.name=a', '-c', 'user.email=a@b.test', 'commit', '--quiet', '--message', 'one')
  writeFileSync(file, 'two\n'.repeat(300_000))
  const session = { environment: process.env, cwd: folder } as unknown as Session
  expect(() => pullPlugin(folder, session)).toThrow('plugin repo was modified')
})
