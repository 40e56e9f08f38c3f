import type { Behaviour, LogLine } from './behaviour.ts'

/** Where a command runs. */
export interface CommandPlace {
  readonly environment: Readonly<Record<string, string>>
  /** Name of the pod. */
  readonly host: string
}

/** A command as it goes on; changed as it is planned. */
interface Plan extends CommandPlace {
  nowMs: number
  isEndless: boolean
  readonly log: LogLine[]
}

/** The exit code; undefined when the command does not end. */
type Step = (args: readonly string[], plan: Plan) => number | undefined

const steps: Readonly<Record<string, Step>> = {
  true: () => 0,
  ':': () => 0,
  false: () => 1,
  echo: (args, plan) => {
    const words = args[0] === '-n' || args[0] === '-e' ? args.slice(1) : args
    return write(plan, words.join(' '))
  },
  hostname: (_, plan) => write(plan, plan.host),
  env: (_, plan) => printEnvironment(plan),
  printenv: (names, plan) => (names.length === 0 ? printEnvironment(plan) : printNamed(names, plan)),
  sleep: ([text = ''], plan) => {
    const found = /^(\d{1,9}(?:\.\d+)?)([smhd]?)$/.exec(text)
    if (text === 'infinity') return endless(plan)
    if (found === null) return undefined
    plan.nowMs += Number(found[1]) * (UNIT_MS[found[2] ?? ''] ?? 1000)
    return 0
  },
  tail: (args, plan) => (args.some((arg) => /^-\w*[fF]|^--follow/.test(arg)) ? endless(plan) : undefined),
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const MAX_LINES = 1000

/**
 * What a container with this command does, when all of it is known: what it writes, when it ends and with which code.
 * Commands are `true`, `false`, `echo`, `env`, `printenv`, `hostname`, `sleep`, `tail -f`, `exit` and shells that run lists of
 * them; what never ends has no `runFor`. Undefined when a word of it is not known.
 */
export function planOfCommand(words: readonly string[], place: CommandPlace): Partial<Behaviour> | undefined {
  const plan: Plan = { ...place, nowMs: 0, isEndless: false, log: [] }
  const code = run(words, plan)
  if (code === undefined) return undefined
  return plan.isEndless ? { log: plan.log } : { runFor: plan.nowMs, exitCode: code, log: plan.log }
}

function run(words: readonly string[], plan: Plan): number | undefined {
  const [path = '', ...args] = words
  const name = path.replace(/^(?:\/usr)?\/s?bin\//, '')
  if (/^(?:ba|a|da)?sh$/.test(name)) return runShell(args, plan)
  const step = Object.hasOwn(steps, name) ? steps[name] : undefined
  return plan.log.length > MAX_LINES ? undefined : step?.(args, plan)
}

function runShell(args: readonly string[], plan: Plan): number | undefined {
  const at = args.findIndex((arg) => /^-\w*c$/.test(arg))
  const script = at < 0 ? undefined : args[at + 1]
  return script === undefined ? undefined : runScript(script, plan)
}

interface Command {
  readonly words: readonly string[]
  /** What joins it to the one before. */
  readonly joint: string
}

/** Commands joined by `;`, `&&`, `||` and line ends. */
function runScript(script: string, plan: Plan): number | undefined {
  const commands = parse(script, plan)
  if (commands === undefined) return undefined
  let code = 0
  for (const { words, joint } of commands) {
    if ((joint === '&&' && code !== 0) || (joint === '||' && code === 0)) continue
    if (words[0] === 'exit') return /^\d*$/.test(words[1] ?? '') ? Number(words[1] ?? code) & 255 : undefined
    const next = words[0] === 'exec' ? run(words.slice(1), plan) : run(words, plan)
    if (next === undefined) return undefined
    if (plan.isEndless) return 0
    code = next
  }
  return code
}

const TOKEN = /[ \t]*(?:(;|&&|\|\||\n)|(1?>&2)|((?:'[^']*'|"(?:[^"\\]|\\.)*"|\$\{\w+\}|[^\s'";&|<>()`{}\\#*?!]+)+))/y

/** Undefined for what a shell has beyond simple commands. */
function parse(script: string, plan: Plan): Command[] | undefined {
  const commands: Command[] = []
  let words: string[] = []
  let joint = ';'
  const text = script.trim().replaceAll(/[ \t]*\n\s*/g, '\n')
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text)
    if (found === null) return undefined
    const [, separator, redirection, word] = found
    if (word !== undefined) {
      const expanded = expand(word, plan)
      if (expanded === undefined) return undefined
      words.push(expanded)
    } else if (separator !== undefined) {
      if (words.length > 0) commands.push({ words, joint })
      words = []
      joint = separator
    } else if (redirection === undefined) return undefined
    if (commands.length > MAX_LINES) return undefined
  }
  if (words.length > 0) commands.push({ words, joint })
  return commands
}

/** Quotes are taken away, `$NAME` and `${NAME}` replaced; undefined for other uses of `$`. */
function expand(word: string, { environment, host }: Plan): string | undefined {
  let isPlain = true
  const expanded = word.replaceAll(/'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"]+)/g, (_, single, double, bare) => {
    if (typeof single === 'string') return single
    const text = String(double ?? bare)
    return text
      .replaceAll(
        /\$(?:\{(\w+)\}|([A-Za-z_]\w*))|\$/g,
        (all, braced: string | undefined, plain: string | undefined) => {
          const name = braced ?? plain
          if (name === undefined) isPlain = false
          return name === undefined ? all : name === 'HOSTNAME' ? host : (valueOf(name, environment) ?? '')
        },
      )
      .replaceAll(/\\(["\\$`])/g, '$1')
  })
  return isPlain ? expanded : undefined
}

/** Nothing behind it is ever reached. */
function endless(plan: Plan): number {
  plan.isEndless = true
  return 0
}

function write(plan: Plan, text: string): number {
  for (const line of text.split('\n')) plan.log.push({ afterMs: plan.nowMs, text: line, stream: 'stdout' })
  return 0
}

function printEnvironment(plan: Plan): number {
  const own: [string, string][] = [
    ['PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    ['HOSTNAME', plan.host],
  ]
  for (const [name, value] of [...own, ...Object.entries(plan.environment)]) write(plan, `${name}=${value}`)
  return 0
}

/** The value of a variable; names such as `constructor` are no exception. */
function valueOf(name: string, environment: CommandPlace['environment']): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined
}

function printNamed(names: readonly string[], plan: Plan): number {
  const found = names.map((name) => valueOf(name, plan.environment))
  for (const value of found) if (value !== undefined) write(plan, value)
  return found.includes(undefined) ? 1 : 0
}
