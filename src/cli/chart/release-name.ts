import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { templateEnvironment } from './environment.ts'

/** What decides the release's name. */
export interface NameChoice {
  readonly args: readonly string[]
  readonly generate: boolean
  /** A Go template, as `--name-template`. */
  readonly template: string | undefined
  /** The name when no template gives one, whatever `generate` says; undefined when a name is needed. */
  readonly fallback: string | undefined
}

/** The release's name and what the user named as the chart, from one or two arguments. Source: helm pkg/action/install.go. */
export async function chooseName(choice: NameChoice, session: Session): Promise<{ name: string; chart: string }> {
  const [first, second, third] = choice.args
  if (third !== undefined) {
    throw new CliError(
      'usage',
      `expected at most two arguments, unexpected arguments: ${choice.args.slice(2).join(', ')}`,
    )
  }
  if (second !== undefined) {
    if (choice.generate) throw new CliError('usage', 'cannot set --generate-name and also specify a name')
    if (choice.template) throw new CliError('usage', 'cannot set --name-template and also specify a name')
    return { name: first as string, chart: second }
  }
  const chart = first ?? '.'
  if (choice.template) return { name: await executeName(choice.template, session), chart }
  if (choice.fallback !== undefined) return { name: choice.fallback, chart }
  if (!choice.generate) throw new CliError('usage', 'must either provide a name or specify --generate-name')
  return { name: generateName(chart, session), chart }
}

/** `CHART-SECONDS`, from the last part of the chart's path without archive version. */
function generateName(chart: string, session: Session): string {
  const base = chart.replace(/\/+$/, '').split('/').at(-1) ?? ''
  const name = base === '.' || base === '' ? 'chart' : (base.split('.', 1)[0] as string)
  return `${name}-${Math.floor(session.now() / 1000)}`
}

async function executeName(template: string, session: Session): Promise<string> {
  const { createTemplateSet, sprigFunctions } = await import('#template')
  const set = createTemplateSet({ functions: sprigFunctions(templateEnvironment(session)) })
  set.parse('name-template', template)
  return set.execute('name-template', null)
}
