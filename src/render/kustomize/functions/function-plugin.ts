import { KustomizeError, within, wrapFailure } from '../error.ts'
import type { FunctionSpec } from '../plugins/function.ts'
import type { JsonObject } from '../resource/json.ts'
import type { ResourceList } from '../resource/list.ts'
import { readValues } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import { adoptGenerated, adoptTransformed } from './adopt.ts'
import { LOCAL_CONFIG } from './annotations.ts'
import { functionCommand } from './command.ts'
import { markedConfig, markedCopies, resourceListText, withAnnotations } from './function-input.ts'
import { readFunctionOutput } from './function-output.ts'
import type { ProgramOptions } from './program.ts'

/** A function that a configuration names. */
export interface FunctionCall {
  readonly spec: FunctionSpec
  readonly config: Resource
  /** The kustomization's folder, in which it runs. */
  readonly folder: string
  readonly options: ProgramOptions
  /** Takes what it writes to stderr. */
  readonly warn: (line: string) => void
}

/** Runs a function as a generator; one that may not run gives its own configuration, which is not printed. Throws `KustomizeError`. */
export function generateByFunction(call: FunctionCall): readonly Resource[] {
  const config = configOf(call)
  const values = runFunction(call, [config]) ?? [config]
  return adoptGenerated(readValues(values, placeOf(call)))
}

/** Runs a function on resources; one that may not run changes nothing. Changes the list. Throws `KustomizeError`. */
export function transformByFunction(call: FunctionCall, resources: ResourceList): void {
  const { config } = call
  const values = trailing(() => {
    const copies = markedCopies(resources)
    return runFunction(
      call,
      copies.map(({ value }) => value),
    )
  })
  if (values === undefined) return
  const { apiVersion, kind, name } = config
  const printed = readValues(values, placeOf(call))
  adoptTransformed(resources, printed, `api: ${apiVersion}, kind: ${kind}, name: ${name}`)
}

function configOf({ config }: FunctionCall): JsonObject {
  return withAnnotations(markedConfig(config).value, { [LOCAL_CONFIG]: 'true' })
}

function placeOf({ config, folder }: FunctionCall): { readonly file: string; readonly line: number } {
  return config.place ?? { file: folder, line: 1 }
}

function runFunction(call: FunctionCall, values: readonly JsonObject[]): JsonObject[] | undefined {
  return within("couldn't execute function", () => {
    const { spec, options, folder, config, warn } = call
    const command = functionCommand(spec, options, folder)
    if (command === undefined) return undefined
    const { stdout, stderr, failure } = options.run({ ...command, input: resourceListText(values, configOf(call)) })
    if (stderr !== '') warn(stderr)
    const printed = readFunctionOutput(stdout, `output of ${config.name}`)
    if (failure !== undefined) throw failed(failure, stderr !== '')
    return printed
  })
}

function failed(message: string, hasSpoken: boolean): KustomizeError {
  const hint = hasSpoken ? 'what the function has to say stands above' : undefined
  return new KustomizeError({ code: 'plugin', message, hint })
}

// The reference puts the output behind the message, which is empty whenever there is a message.
function trailing<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    throw wrapFailure(error, (message) => `${message} `)
  }
}
