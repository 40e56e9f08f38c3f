import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Session } from '../frame/session.ts'
import { run } from '../program.ts'

const configMap = (value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  k: ${value}\n`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-watch-'))
  write('over/kustomization.yaml', 'resources:\n- ../base\nnamePrefix: x-\n')
  write('base/kustomization.yaml', 'resources:\n- a.yaml\n')
  write('base/a.yaml', configMap('one'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** A watch that runs: what it prints can be waited for. */
class Watched {
  readonly #interrupt = new AbortController()
  readonly #wakers = new Set<() => void>()
  readonly done: Promise<number>
  stdout = ''
  stderr = ''

  constructor(...flags: string[]) {
    this.done = run(['kustomize', 'build', join(folder, 'over'), '--watch', ...flags], this.#session())
  }

  /** Until the output has so many matches. Whatever hangs ends by the time limit of the test. */
  async until(name: 'stdout' | 'stderr', pattern: RegExp): Promise<void> {
    while (!pattern.test(this[name])) await new Promise<void>((resolve) => this.#wakers.add(resolve))
  }

  /** What is printed from now on. */
  forget(): void {
    this.stdout = ''
    this.stderr = ''
  }

  async stop(): Promise<number> {
    this.#interrupt.abort('SIGINT')
    return this.done
  }

  #session(): Session {
    return {
      persona: 'berth',
      environment: {},
      cwd: folder,
      home: folder,
      platform: 'linux',
      stdin: process.stdin,
      stdout: this.#output('stdout'),
      stderr: this.#output('stderr'),
      now: Date.now,
      randomBytes: (size) => new Uint8Array(size),
      timeZone: () => 'UTC',
      signal: this.#interrupt.signal,
    }
  }

  #output(name: 'stdout' | 'stderr'): Session['stdout'] {
    const take = (text: string | Uint8Array): void => {
      this[name] += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
      for (const wake of this.#wakers) wake()
      this.#wakers.clear()
    }
    return { write: take, writeParts: (parts) => parts.forEach(take), isTerminal: false, stream: new Writable() }
  }
}

it('builds again when a file of a base changes, and ends with its signal', async () => {
  const watched = new Watched()
  await watched.until('stderr', /# built/)
  expect(watched.stdout).toContain('k: one')
  watched.forget()
  write('base/a.yaml', configMap('two'))
  await watched.until('stderr', /# built/)
  expect(watched.stderr).toContain('# changed: base/a.yaml')
  expect(watched.stdout).toMatch(/^---$/m)
  expect(watched.stdout).toContain('k: two')
  expect(await watched.stop()).toBe(0)
})

it('a failure is printed with its place, and what mends it is built', async () => {
  const watched = new Watched()
  await watched.until('stderr', /# built/)
  watched.forget()
  write('over/kustomization.yaml', 'resources:\n- ../base\n- b.yaml\n')
  await watched.until('stderr', /hint:/)
  expect(watched.stderr).toContain('over/kustomization.yaml:3:3')
  expect(watched.stdout).toBe('')
  watched.forget()
  write('over/b.yaml', configMap('three').replace('name: a', 'name: b'))
  await watched.until('stderr', /# built/)
  expect(watched.stdout).toContain('k: three')
  expect(await watched.stop()).toBe(0)
})

it('a file that took no part is no reason to build', async () => {
  const watched = new Watched()
  await watched.until('stderr', /# built/)
  watched.forget()
  write('base/other.yaml', configMap('no'))
  appendFileSync(join(folder, 'base/a.yaml'), '# a comment\n')
  await watched.until('stderr', /# built/)
  expect(watched.stderr.match(/# changed: .*/g)).toEqual(['# changed: base/a.yaml'])
  expect(await watched.stop()).toBe(0)
})

it('writes a file where one is asked for', async () => {
  const watched = new Watched('-o', 'out.yaml')
  await watched.until('stderr', /# built/)
  expect(watched.stdout).toBe('')
  expect(await watched.stop()).toBe(0)
})
