// Runs a command after making sure that the pinned dependencies are installed: `node tools/setup.mjs COMMAND ARGS…`.
// Needs only Node 20 and npm; the command then finds the pinned Node 26 first on its PATH.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const binaries = join(root, 'node_modules', '.bin')
const stamp = join(root, 'node_modules', '.installed-lock')

install()
const [command, ...args] = process.argv.slice(2)
if (command !== undefined) {
  const env = { ...process.env, PATH: binaries + delimiter + process.env.PATH }
  process.exitCode = run(command === 'node' ? join(binaries, 'node') : command, args, env)
}

/** `npm ci`, unless what is installed was installed from this very lock file. */
function install() {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(join(binaries, 'node'))) return
  process.stderr.write('installing pinned dependencies (npm ci) …\n')
  const code = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], process.env, ['ignore', 2, 2])
  if (code !== 0) process.exit(code)
  writeFileSync(stamp, lock)
}

function run(program, programArgs, env, stdio = 'inherit') {
  const { status, error } = spawnSync(program, programArgs, { cwd: resolve(root), env, stdio })
  if (error) process.stderr.write(`${program}: ${error.message}\n`)
  return status ?? 1
}
