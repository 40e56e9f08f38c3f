import { spawn } from 'node:child_process'

/** A program that has ended. */
export interface Said {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** How a program is called. */
export interface Call {
  readonly env: Readonly<Record<string, string>>
  /** Told its number as soon as it runs. */
  readonly started?: (pid: number) => void
}

const LONGEST_MS = 300_000

/** Runs a program to its end, while this process goes on serving. -1 is the status of one that was killed. */
export function call(program: string, words: readonly string[], { env, started }: Call): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    if (child.pid !== undefined) started?.(child.pid)
    child.stdout.on('data', (part: Buffer) => out.push(part))
    child.stderr.on('data', (part: Buffer) => err.push(part))
    child.on('error', reject)
    child.on('close', (status) =>
      resolve({ status: status ?? -1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    )
  })
}
