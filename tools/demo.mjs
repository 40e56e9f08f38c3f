// `npm run demo`: builds the executable when it is stale, renders a chart of charts-repo/ and explains one line of it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const chart = 'charts-repo/hello-web'
const scratch = mkdtempSync(join(tmpdir(), 'berth-demo-'))
try {
  run('node', ['tools/build.mjs', '--if-stale'], 'inherit')
  const command = ['template', 'demo', chart, '--set', 'replicaCount=3']
  say(`dist/berth ${command.join(' ')}`)
  const manifest = run('dist/berth', command, 'pipe')
  process.stdout.write(manifest)
  const rendered = join(scratch, 'rendered.yaml')
  writeFileSync(rendered, manifest)
  const line = readFileSync(rendered, 'utf8').split('\n').findIndex((text) => text.includes('replicas: 3')) + 1
  say(`dist/berth explain rendered.yaml:${line} demo ${chart} --set replicaCount=3`)
  process.stdout.write(run('dist/berth', ['explain', `${rendered}:${line}`, ...command.slice(1)], 'pipe'))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function say(command) {
  process.stdout.write(`\n$ ${command}\n`)
}

function run(program, args, stdout) {
  const { status, stdout: text, error } = spawnSync(program, args, { stdio: ['ignore', stdout, 'inherit'], encoding: 'utf8' })
  if (error || status !== 0) throw new Error(`${program} ${args.join(' ')} – ended with ${error?.message ?? status}`)
  return text
}
