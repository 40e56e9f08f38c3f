import type { Command } from './command.ts'
import { CliError } from './error.ts'
import type { Persona } from './session.ts'
import { usageOf } from './usage.ts'

/** How many arguments Helm wants of a command, and the usage line it shows. `any` is as many as one likes. */
type HelmRule = readonly [least: number, most: number | 'any', usage: string]

/** Where Helm counts otherwise than the command's own list of arguments says. Source: helm pkg/cmd. */
const HELM_RULES: Readonly<Record<string, HelmRule>> = {
  create: [1, 1, 'NAME'],
  'dependency build': [0, 1, 'CHART'],
  'dependency list': [0, 1, 'CHART'],
  'dependency update': [0, 1, 'CHART'],
  env: [0, 1, ''],
  install: [1, 'any', '[NAME] [CHART]'],
  'get all': [1, 1, 'RELEASE_NAME'],
  'get hooks': [1, 1, 'RELEASE_NAME'],
  'get manifest': [1, 1, 'RELEASE_NAME'],
  'get metadata': [1, 1, 'RELEASE_NAME'],
  'get notes': [1, 1, 'RELEASE_NAME'],
  'get values': [1, 1, 'RELEASE_NAME'],
  history: [1, 1, 'RELEASE_NAME'],
  lint: [0, 'any', 'PATH'],
  package: [0, 'any', '[CHART_PATH] [...]'],
  'plugin install': [1, 1, '[options] <path|url>'],
  'plugin package': [1, 1, '[PATH]'],
  'plugin verify': [1, 1, '[PATH]'],
  pull: [1, 'any', '[chart URL | repo/chartname] [...]'],
  push: [2, 'any', '[chart] [remote]'],
  'registry login': [1, 'any', '[host]'],
  'registry logout': [1, 'any', '[host]'],
  'repo add': [2, 2, '[NAME] [URL]'],
  'repo index': [1, 1, '[DIR]'],
  'repo remove': [1, 'any', '[REPO1 [REPO2 ...]]'],
  'repo update': [0, 'any', '[REPO1 [REPO2 ...]]'],
  rollback: [1, 'any', '<RELEASE> [REVISION]'],
  'search repo': [0, 'any', '[keyword]'],
  'show all': [1, 1, '[CHART]'],
  'show chart': [1, 1, '[CHART]'],
  'show crds': [1, 1, '[CHART]'],
  'show readme': [1, 1, '[CHART]'],
  'show values': [1, 1, '[CHART]'],
  status: [1, 1, 'RELEASE_NAME'],
  template: [1, 'any', '[NAME] [CHART]'],
  test: [1, 1, '[RELEASE]'],
  uninstall: [1, 'any', 'RELEASE_NAME [...]'],
  upgrade: [2, 2, '[RELEASE] [CHART]'],
  verify: [1, 1, 'PATH'],
}

/** Refuses too few or too many arguments, in Helm's words. Throws CliError `usage`. */
export function checkArguments(command: Command, count: number, persona: Persona): void {
  const own = ownRule(command)
  const rule = persona === 'helm' ? (HELM_RULES[command.name] ?? own) : own
  const [least, most, usage] = rule
  if (count >= least && (most === 'any' || count <= most)) return
  const complaint = `"${persona} ${command.name}" ${complaintOf(least, most)}`
  if (persona === 'berth') throw new CliError('usage', complaint, { hint: `usage: berth ${usageOf(command)}` })
  const line = ['helm', command.name, usage, '[flags]'].filter((word) => word !== '').join(' ')
  throw new CliError('usage', `${complaint}\n\nUsage:  ${line}`)
}

function ownRule({ args }: Command): HelmRule {
  const least = args.filter((arg) => !arg.isOptional).length
  return [least, args.some((arg) => arg.isVariadic) ? 'any' : args.length, '']
}

function complaintOf(least: number, most: number | 'any'): string {
  if (most === 0) return 'accepts no arguments'
  if (least === most) return `requires ${plural(least)}`
  return least === 0 && most !== 'any' ? `accepts at most ${plural(most)}` : `requires at least ${plural(least)}`
}

function plural(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`
}
