import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { programWith } from '../../cluster/program.ts'
import { CliError } from '../../frame/error.ts'
import type { Session } from '../../frame/session.ts'
import { sessionClock } from '../../release/clock.ts'
import type { Wasm } from '../plugin.ts'
import type { Environment } from '../prepare.ts'
import { answerFile, PLUGIN_ERROR, RUN_WORD, requestFile, type WasmAnswer } from './request.ts'

/** A call of a plugin that is WebAssembly. */
export interface WasmCall {
  /** Its plugin's name, for messages. */
  readonly name: string
  readonly runtime: Wasm
  /** What it gets as JSON. */
  readonly message: unknown
  readonly io: {
    readonly environment: Environment
    readonly stdin: 'inherit' | 'ignore'
    readonly stdout: 'inherit' | 'ignore'
  }
}

/**
 * Runs a plugin with Extism's interface in a process of its own, so that it can be stopped: it sees its input, its environment and
 * the streams that it is given, no file of the machine, and no server that plugin.yaml does not allow. Throws CliError
 * `input` when it breaks. Source: helm.sh/helm/v4 internal/plugin/runtime_extismv1.go.
 */
export async function invokeWasm(
  { name, runtime, message, io }: WasmCall,
  session: Session,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const [missing] = runtime.hostFunctions
  if (missing !== undefined) {
    throw new CliError('input', `plugin requested host function ${JSON.stringify(missing)} not found`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'berth-wasm-'))
  try {
    const request = { runtime, input: JSON.stringify(message), environment: io.environment }
    writeFileSync(join(folder, requestFile), JSON.stringify(request))
    const isLate = await runProcess(folder, { runtime, io }, session)
    const { error, ...answer } = isLate ? LATE : answerIn(folder)
    if (error === undefined) return answer
    throw new CliError('input', error, { hint: `plugin ${name} failed in ${runtime.file}` })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const LATE: WasmAnswer = {
  exitCode: 1,
  output: '',
  error: `${PLUGIN_ERROR}module closed with context deadline exceeded`,
}

function answerIn(folder: string): WasmAnswer {
  const file = join(folder, answerFile)
  if (!existsSync(file)) return { exitCode: 1, output: '', error: `${PLUGIN_ERROR}its process ended without an answer` }
  return JSON.parse(readFileSync(file, 'utf8')) as WasmAnswer
}

/** True where its time was over. */
function runProcess(
  folder: string,
  { runtime, io }: Pick<WasmCall, 'runtime' | 'io'>,
  session: Session,
): Promise<boolean> {
  const { path, args } = programWith([RUN_WORD, folder], session)
  const { cwd, signal } = session
  return new Promise((done, reject) => {
    const child = spawn(path, args, {
      cwd,
      signal,
      killSignal: 'SIGKILL',
      env: { ...session.environment },
      stdio: [io.stdin, io.stdout, 'inherit'],
    })
    let isLate = false
    const stop = (): void => {
      isLate = true
      child.kill('SIGKILL')
    }
    const cancel = runtime.timeoutMs > 0 ? sessionClock(session).setTimer(runtime.timeoutMs, stop) : undefined
    child.on('error', reject)
    child.on('close', () => {
      cancel?.()
      done(isLate)
    })
  })
}
