import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { executable } from '../peers.ts'
import { type Connection, type Endpoint, open, type Reply } from './connection.ts'

/** A cluster of the built executable that runs in the foreground of a process of its own. */
export interface Server {
  readonly endpoint: Endpoint
  /** From the start of the process to its first answer. */
  readonly readyMs: number
  residentMib(): number
  /** Processor time of all its threads so far. */
  cpuSeconds(): number
  /** Ends it without a word; resolves when it is gone. */
  kill(): Promise<void>
}

/** Starts a cluster that keeps its state below `folder`, on the port of its last start. Throws when it does not answer within 20 s. */
export async function startServer(folder: string, ...flags: readonly string[]): Promise<Server> {
  const begun = performance.now()
  const kubeconfig = join(folder, 'kubeconfig')
  const isKnown = existsSync(kubeconfig)
  const words = ['cluster', 'start', '--foreground', '--data-dir', join(folder, 'home')]
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, KUBECONFIG: kubeconfig }
  const child = spawn(executable(), [...words, ...(isKnown ? [] : ['--port', '0']), ...flags], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (bytes: Buffer) => {
    log = (log + bytes.toString()).slice(-8192)
  })
  const isDue = () => performance.now() - begun < 20_000 && child.exitCode === null
  while (isDue() && !log.includes(' ready ')) await sleep(2)
  if (!log.includes(' ready ')) {
    child.kill('SIGKILL')
    throw new Error(`the server did not get ready: ${log}`)
  }
  const endpoint = endpointOf(readFileSync(kubeconfig, 'utf8'))
  await ask(endpoint, '/readyz')
  const readyMs = performance.now() - begun
  return { endpoint, readyMs, ...readings(child), kill: () => killed(child) }
}

/** One GET on a connection of its own. */
export async function ask(endpoint: Endpoint, path: string): Promise<Reply> {
  return withConnection(endpoint, (connection) => connection.send('GET', path))
}

/** Opens a connection, uses it and closes it. */
export async function withConnection<T>(endpoint: Endpoint, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await open(endpoint)
  try {
    return await use(connection)
  } finally {
    connection.close()
  }
}

function endpointOf(kubeconfig: string): Endpoint {
  const text = (name: string) => new RegExp(`${name}: (\\S+)`).exec(kubeconfig)?.[1] ?? ''
  const pem = (name: string) => Buffer.from(text(name), 'base64').toString()
  const url = new URL(text('server'))
  const files = {
    ca: pem('certificate-authority-data'),
    cert: pem('client-certificate-data'),
    key: pem('client-key-data'),
  }
  return { host: url.hostname, port: Number(url.port), ...files }
}

function readings({ pid = 0 }: ChildProcess): Pick<Server, 'residentMib' | 'cpuSeconds'> {
  return {
    residentMib: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
  }
}

function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
