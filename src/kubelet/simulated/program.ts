import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { pause } from '#client'
import { type Clock, goQuote } from '#kube'
import type { CommandEnd, ContainerStreams } from '../runtime/runtime.ts'

/** Where a program of a simulated container runs. */
export interface Place {
  readonly streams: ContainerStreams
  readonly clock: Clock
  /** Name of the pod. */
  readonly host: string
}

type Program = (args: readonly string[], place: Place) => Promise<number> | number

/**
 * What a container that runs nothing has in its path: enough to try out streams and exit codes. Nothing of it touches the
 * machine the cluster runs on. Each gives its exit code.
 */
const programs: Readonly<Record<string, Program>> = {
  true: () => 0,
  false: () => 1,
  echo: async (args, { streams }) => {
    const isBare = args[0] === '-n'
    await write(streams.stdout, args.slice(isBare ? 1 : 0).join(' ') + (isBare ? '' : '\n'))
    return 0
  },
  hostname: async (_, { streams, host }) => {
    await write(streams.stdout, `${host}\n`)
    return 0
  },
  cat: async (_, { streams }) => {
    if (streams.stdin !== undefined && streams.stdout !== undefined)
      await pipeline(streams.stdin, streams.stdout, { end: false, signal: streams.closed })
    return 0
  },
  sleep: async ([seconds], { streams, clock }) => {
    await pause(clock, Math.min(Number(seconds) || 0, MAX_SLEEP_SECONDS) * 1000, streams.closed)
    return 0
  },
  sh: (args, place) => (args[0] === '-c' ? runScript(args[1] ?? '', place) : runLines(place)),
}

const MAX_SLEEP_SECONDS = 86_400

/** Runs a command line as a container would. What is not in its path never starts, in the words of runc. */
export async function runProgram([name = '', ...args]: readonly string[], place: Place): Promise<CommandEnd> {
  const program = programOf(name)
  if (program !== undefined) return { exitCode: await program(args, place) }
  const why = `exec: ${goQuote(name)}: executable file not found in $PATH`
  return { problem: `OCI runtime exec failed: exec failed: unable to start container process: ${why}: unknown` }
}

function programOf(path: string): Program | undefined {
  const name = path.replace(/^(?:\/usr)?\/bin\//, '').replace(/^(?:ba|a)sh$/, 'sh')
  return Object.hasOwn(programs, name) ? programs[name] : undefined
}

/** Commands parted by `;`: words, quotes, `>&2` and `exit`. Gives the last exit code. */
async function runScript(script: string, place: Place): Promise<number> {
  let code = 0
  for (const [text] of script.matchAll(/(?:'[^']*'|"[^"]*"|[^;\n'"])+/g)) {
    const words = wordsOf(text)
    if (words[0] === 'exit') return Number(words[1] ?? code) & 255
    if (words[0] !== undefined) code = await runWords(words, place)
  }
  return code
}

function wordsOf(text: string): string[] {
  const words = text.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)
  return [...words].map(([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'))
}

async function runWords(words: readonly string[], place: Place): Promise<number> {
  const [name = '', ...rest] = words.filter((word) => !/^1?>&2$/.test(word))
  const { stdout, ...others } = place.streams
  const isError = rest.length + 1 < words.length
  const streams = isError ? withOutput(others, place.streams.stderr) : place.streams
  const program = programOf(name)
  if (program !== undefined) return await program(rest, { ...place, streams })
  await write(place.streams.stderr ?? stdout, `sh: ${name}: not found\n`)
  return 127
}

function withOutput(streams: ContainerStreams, stdout: ContainerStreams['stdout']): ContainerStreams {
  return stdout === undefined ? streams : { ...streams, stdout }
}

/** A shell that reads its script: each line as it comes. */
async function runLines(place: Place): Promise<number> {
  let [rest, code] = ['', 0]
  for await (const chunk of place.streams.stdin ?? []) {
    const lines = (rest + String(chunk)).split(/\r?\n|\r/)
    rest = (lines.pop() ?? '').slice(-MAX_LINE)
    for (const line of lines) {
      code = await runScript(line, place)
      if (/^\s*exit\b/.test(line)) return code
    }
  }
  return rest === '' ? code : await runScript(rest, place)
}

const MAX_LINE = 65_536

async function write(stream: ContainerStreams['stdout'], text: string): Promise<void> {
  if (stream !== undefined && !stream.write(text)) await once(stream, 'drain')
}
