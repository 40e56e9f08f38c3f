import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { readArchive } from './archive.ts'
import { runScript } from './runner.ts'

const scripts = globSync('test/script/*.txtar').sort()

test('there are scripts', () => expect(scripts.length).toBeGreaterThan(3))

test.each(scripts.map((file) => [basename(file, '.txtar'), file]))('%s', (_, file) => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-script-'))
  try {
    runScript(readArchive(readFileSync(file, 'utf8')), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
