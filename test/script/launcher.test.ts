import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

/** A Node older than the floor, outside the project; the launcher must find the pinned one from there. */
const olderNode = (process.env['PATH'] ?? '')
  .split(':')
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => join(folder, 'node'))
  .find((path) => existsSync(path) && major(path) < 24)

function major(path: string): number {
  return Number(/^v(\d+)/.exec(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout)?.[1])
}

function launch(node: string, args: readonly string[]): { stdout: string; status: number | null } {
  return spawnSync(node, ['bin/berth.js', ...args], { encoding: 'utf8' })
}

describe('the npm launcher', () => {
  test('runs the bundle on the pinned Node', () => {
    const { stdout, status } = launch(process.execPath, ['version'])
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(status).toBe(0)
  })

  test('passes the exit code on', () => {
    expect(launch(process.execPath, ['no-such-command']).status).toBe(64)
  })

  test.skipIf(olderNode === undefined)('re-executes the pinned Node from an older one', () => {
    const { stdout, status } = launch(olderNode as string, ['template', 'demo', 'charts-repo/hello-web'])
    expect(stdout).toContain('# Source: hello-web/templates/deployment.yaml')
    expect(status).toBe(0)
  })
})
