// `npm run demo`: builds the executable when it is stale, then takes a chart of charts-repo/ through its life on a cluster of
// its own. Everything lives in a folder that is gone at the end, also when it is interrupted.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const chart = 'charts-repo/hello-web'
const folder = mkdtempSync(join(tmpdir(), 'berth-demo-'))
const env = { ...process.env, BERTH_HOME: join(folder, 'home'), KUBECONFIG: join(folder, 'kubeconfig') }
for (const name of ['HELM_NAMESPACE', 'HELM_DRIVER', 'HELM_KUBECONTEXT', 'HELM_KUBEAPISERVER']) delete env[name]

/** What is shown: why, and what a person would type. */
const steps = [
  ['a Kubernetes cluster with three simulated nodes', 'cluster start --nodes 3 --port 0'],
  ['what an install would do', `plan hello ${chart} --install`],
  ['install it, and wait until its pods are ready', `install hello ${chart} --wait`],
  ['its objects', 'status hello'],
  ['what an upgrade would change, field by field, and why', `plan hello ${chart} --set page.title=Ahoy --set replicaCount=3`],
  ['upgrade it', `upgrade hello ${chart} --set page.title=Ahoy --set replicaCount=3 --wait`],
  ['run its tests', 'test hello'],
  ['take it back', 'rollback hello 1 --wait'],
  ['what happened', 'history hello'],
  ['remove it', 'uninstall hello --wait'],
]

let child
let interruptedBy
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interruptedBy ??= signal
    child?.kill(signal)
  })
}

try {
  await run('node', ['tools/build.mjs', '--if-stale'])
  for (const [why, command] of steps) await show(why, command)
} catch (error) {
  process.exitCode = 1
  if (interruptedBy === undefined) process.stderr.write(`${error.message}\n`)
} finally {
  await cleanUp()
}
if (interruptedBy !== undefined) process.exitCode = 130

async function show(why, command) {
  process.stdout.write(`\n# ${why}\n$ berth ${command}\n`)
  await run('dist/berth', command.split(' '))
}

/** The cluster may be there or not, as far as it was started. */
async function cleanUp() {
  if (interruptedBy === undefined) process.stdout.write('\n# remove the cluster\n$ berth cluster delete\n')
  const stdio = interruptedBy === undefined ? 'inherit' : 'ignore'
  await new Promise((resolve) => {
    const last = spawn('dist/berth', ['cluster', 'delete'], { env, stdio: ['ignore', stdio, stdio], detached: true })
    last.on('error', resolve)
    last.on('close', resolve)
  })
  rmSync(folder, { recursive: true, force: true })
}

/** Ends with the program; one that is interrupted or fails is an error. */
function run(program, args) {
  return new Promise((resolve, reject) => {
    if (interruptedBy !== undefined) return reject(new Error('interrupted'))
    child = spawn(program, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('close', (status) => {
      if (status === 0 && interruptedBy === undefined) resolve()
      else reject(new Error(`${program} ${args.join(' ')} – ended with ${status}`))
    })
  })
}
