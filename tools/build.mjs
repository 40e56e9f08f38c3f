// Builds the single executable `dist/berth` and the npm bundle `dist/npm`. `--if-stale` skips what is newer than its sources.
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const bun = join('node_modules', '@oven', `bun-linux-${process.arch === 'arm64' ? 'aarch64' : 'x64'}`, 'bin', 'bun')
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const entries = ['src/cli/main.ts', ...globSync('src/**/*.worker.ts')]
const define = ['--define', `process.env.BERTH_VERSION="${version}"`]
// A render lasts tens of milliseconds: code that the engine compiles after a few calls costs more than it gives back.
const jitPolicy = '--compile-jit-policy=8'
const common = ['build', '--minify', '--splitting', '--format=esm', ...define]

if (!process.argv.includes('--if-stale') || isStale()) {
  mkdirSync('dist', { recursive: true })
  buildExecutable()
  buildPackage()
}

function buildExecutable() {
  const flags = ['--compile', '--bytecode', jitPolicy, '--no-compile-autoload-dotenv', '--no-compile-autoload-bunfig']
  execFileSync(bun, [...common, ...flags, ...entries, '--outfile', 'dist/berth'], { stdio: ['ignore', 'ignore', 'inherit'] })
}

function buildPackage() {
  rmSync('dist/npm', { recursive: true, force: true })
  execFileSync(bun, [...common, '--target=node', ...entries, '--root', 'src', '--outdir', 'dist/npm'], { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync('dist/npm/package.json', '{ "type": "module" }\n')
}

function isStale() {
  const built = modified('dist/berth')
  return ['package.json', 'package-lock.json', 'tools/build.mjs', ...globSync('src/**/*')].some((file) => modified(file) > built)
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
