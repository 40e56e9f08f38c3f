#!/usr/bin/env node
// Launcher of the npm package. The program needs Node 24 or later; on an older one it re-executes the runtime that npm
// installed beside it, or says in one line what to install.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED_MAJOR = 24
const program = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'npm', 'cli', 'main.js')

if (!existsSync(program)) {
  process.stderr.write('berth is not built: run `npm run build` first\n')
  process.exitCode = 1
} else if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  await import(program)
} else {
  process.exitCode = runWithInstalledRuntime()
}

function runWithInstalledRuntime() {
  const runtime = installedRuntime()
  if (runtime === undefined) {
    process.stderr.write(
      `berth needs Node ${NEEDED_MAJOR} or later, this is ${process.version}: npm install node-linux-${process.arch}@26\n`,
    )
    return 1
  }
  const { status, signal } = spawnSync(runtime, [program, ...process.argv.slice(2)], { stdio: 'inherit' })
  return signal ? 130 : (status ?? 1)
}

function installedRuntime() {
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-linux-${process.arch}/package.json`)
    return join(dirname(manifest), 'bin', 'node')
  } catch {
    return undefined
  }
}
