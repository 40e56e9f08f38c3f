import type { Json, JsonObject } from '#kube'
import type { Release, ReleaseHook } from '#release'
import type { Compat } from '#source'
import { define, type GoFunction, GoObject, int, parseGoJson, recordedTime, typedAs, type Value } from '#template'

/** How a release is printed by a template. */
export interface TemplateView {
  readonly compat: Compat
  /** IANA name of the local zone. */
  readonly timeZone: string
}

/** A release as templates of `get all` see it: Go's structs with Go's names of fields. Source: helm pkg/release/v1. */
export function releaseValue(release: Release, view: TemplateView): Value {
  const isNew = view.compat === 'helm4'
  return new Struct('*v1.Release', {
    Name: release.name,
    Info: infoValue(release, view),
    Chart: chartValue(release.chart),
    Config: fromJson(release.config ?? {}),
    Manifest: release.manifest,
    Hooks: typedAs(
      '[]*v1.Hook',
      release.hooks.map((hook) => hookValue(hook, view)),
    ),
    Version: int(release.version),
    Namespace: release.namespace,
    Labels: texts(release.labels),
    ...(isNew && { ApplyMethod: release.apply_method ?? '' }),
  })
}

/** A struct behind a pointer. */
class Struct extends GoObject {
  readonly goType: string
  readonly goKind = 'ptr'
  readonly #fields: ReadonlyMap<string, Value>
  readonly #methods: ReadonlyMap<string, GoFunction>
  constructor(goType: string, fields: Readonly<Record<string, Value>>, methods: readonly GoFunction[] = []) {
    super()
    this.goType = goType
    this.#fields = new Map(Object.entries(fields))
    this.#methods = new Map(methods.map((method) => [method.name, method]))
  }
  fields(): ReadonlyMap<string, Value> {
    return this.#fields
  }
  override method(name: string): GoFunction | undefined {
    return this.#methods.get(name)
  }
  toJSON(): unknown {
    return Object.fromEntries(this.#fields)
  }
}

function infoValue({ info }: Release, { timeZone }: TemplateView): Value {
  return new Struct('*v1.Info', {
    FirstDeployed: recordedTime(info.first_deployed, timeZone),
    LastDeployed: recordedTime(info.last_deployed, timeZone),
    Deleted: recordedTime(info.deleted, timeZone),
    Description: info.description ?? '',
    Status: info.status,
    Notes: info.notes ?? '',
    Resources: new Map(),
  })
}

function hookValue(hook: ReleaseHook, { timeZone, compat }: TemplateView): Value {
  const { last_run: run } = hook
  return new Struct('*v1.Hook', {
    Name: hook.name,
    Kind: hook.kind,
    Path: hook.path,
    Manifest: hook.manifest,
    Events: [...hook.events],
    LastRun: new Struct('v1.HookExecution', {
      StartedAt: recordedTime(run.started_at, timeZone),
      CompletedAt: recordedTime(run.completed_at, timeZone),
      Phase: run.phase,
    }),
    Weight: int(hook.weight ?? 0),
    DeletePolicies: [...(hook.delete_policies ?? [])],
    ...(compat === 'helm4' && { OutputLogPolicies: [...(hook.output_log_policies ?? [])] }),
  })
}

function chartValue(chart: JsonObject): Value {
  const metadata = mapOf(chart['metadata'])
  const text = (name: string): string => textOf(metadata[name])
  return new Struct(
    '*v2.Chart',
    {
      Metadata: metadataValue(metadata),
      Lock: chart['lock'] === undefined || chart['lock'] === null ? null : fromJson(chart['lock']),
      Templates: filesValue(chart['templates']),
      Values: fromJson(chart['values'] ?? {}),
      Schema: bytesOf(chart['schema']),
      Files: filesValue(chart['files']),
    },
    [
      ...(['Name', 'ChartFullPath', 'ChartPath'] as const).map((name) => define(name, [], () => text('name'))),
      define('AppVersion', [], () => text('appVersion')),
      define('IsRoot', [], () => true),
    ],
  )
}

function metadataValue(metadata: JsonObject): Value {
  const text = (name: string): string => textOf(metadata[name])
  return new Struct('*v2.Metadata', {
    Name: text('name'),
    Home: text('home'),
    Sources: listOf(metadata['sources']).map(textOf),
    Version: text('version'),
    Description: text('description'),
    Keywords: listOf(metadata['keywords']).map(textOf),
    Maintainers: listOf(metadata['maintainers']).map((one) =>
      structOf('*v2.Maintainer', one, ['Name', 'Email', 'URL']),
    ),
    Icon: text('icon'),
    APIVersion: text('apiVersion'),
    Condition: text('condition'),
    Tags: text('tags'),
    AppVersion: text('appVersion'),
    Deprecated: metadata['deprecated'] === true,
    Annotations: texts(mapOf(metadata['annotations'])),
    KubeVersion: text('kubeVersion'),
    Dependencies: listOf(metadata['dependencies']).map(dependencyValue),
    Type: text('type'),
  })
}

function dependencyValue(value: Json): Value {
  const dependency = mapOf(value)
  return new Struct('*v2.Dependency', {
    Name: textOf(dependency['name']),
    Version: textOf(dependency['version']),
    Repository: textOf(dependency['repository']),
    Condition: textOf(dependency['condition']),
    Tags: listOf(dependency['tags']).map(textOf),
    Enabled: dependency['enabled'] === true,
    ImportValues: fromJson(dependency['import-values'] ?? []),
    Alias: textOf(dependency['alias']),
  })
}

function structOf(goType: string, value: Json, names: readonly string[]): Value {
  const map = mapOf(value)
  return new Struct(goType, Object.fromEntries(names.map((name) => [name, textOf(map[name.toLowerCase()])])))
}

function filesValue(files: Json | undefined): Value {
  return listOf(files).map((file) => {
    const { name, data } = mapOf(file)
    return new Struct('*common.File', { Name: textOf(name), Data: bytesOf(data) })
  })
}

function bytesOf(value: Json | undefined): Value {
  return new Uint8Array(Buffer.from(textOf(value), 'base64'))
}

function texts(map: Readonly<Record<string, Json>>): Value {
  const entries = Object.entries(map).map(([name, value]): [string, Value] => [name, textOf(value)])
  return typedAs('map[string]string', new Map<string, Value>(entries))
}

function fromJson(json: Json): Value {
  return parseGoJson(JSON.stringify(json))
}

function mapOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
