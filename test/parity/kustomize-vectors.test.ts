import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mergeFieldSpecs } from '../../src/render/kustomize/fields/merge.ts'
import { splitPath } from '../../src/render/kustomize/fields/path.ts'
import { afterSteps, printed, resourcesOf } from '../../src/render/kustomize/fields/testing-resources.ts'
import type { FieldSpec } from '../../src/render/kustomize/file/types.ts'
import { imageTagTransformer } from '../../src/render/kustomize/transformers/images.ts'
import { replicaCountTransformer } from '../../src/render/kustomize/transformers/replicas.ts'
import { corpus } from '../peers.ts'

const folder = corpus('kustomize/vectors')

if (folder === undefined) process.stderr.write('kustomize vectors SKIPPED: no corpus here, set BERTH_CORPUS\n')

/** The rows of a table of the reference's own tests; none where there is no corpus. */
function rows<T>(table: string): T[] {
  return folder === undefined ? [] : (JSON.parse(readFileSync(`${folder}/${table}.json`, 'utf8')) as T[])
}

test.skipIf(folder === undefined)('paths are split', () => {
  for (const { path, exp } of rows<{ path: string; exp: string[] }>('kyaml_utils_TestPathSplitter')) {
    expect(splitPath(path), path).toEqual(exp)
  }
})

test.skipIf(folder === undefined)('names of images match', () => {
  for (const { value, name, isMatched } of rows<{ value: string; name: string; isMatched: boolean }>(
    'api_internal_image_TestIsImageMatched',
  )) {
    const resources = resourcesOf(`{kind: A, metadata: {name: a}, containers: [{image: "${value}"}]}`)
    imageTagTransformer({ imageTag: { name, newTag: 'changed' } })(resources)
    const image = /changed/.test(JSON.stringify(resources.resources[0]?.value))
    expect(image, `${value} by ${name}`).toBe(isMatched)
  }
})

interface GoFieldSpec {
  readonly Path: string
  readonly Gvk?: { readonly Group?: string; readonly Version?: string; readonly Kind?: string }
  readonly CreateIfNotPresent?: boolean
}

interface MergeRow {
  readonly name: string
  readonly original: readonly GoFieldSpec[]
  readonly incoming: readonly GoFieldSpec[]
  readonly err: unknown
  readonly result?: readonly GoFieldSpec[]
}

test.skipIf(folder === undefined)('tables of fields are merged', () => {
  for (const { name, original, incoming, err, result = [] } of rows<MergeRow>('api_types_TestFsSlice_MergeAll')) {
    const merge = () => mergeFieldSpecs(original.map(specOf), incoming.map(specOf))
    if (err === null) expect(merge(), name).toEqual(result.map(specOf))
    else expect(merge, name).toThrow(/conflicting fieldspecs/)
  }
})

interface ReplicaRow {
  readonly name: string
  readonly input: string
  readonly expected: string
  readonly filter: {
    readonly Replica: { readonly Name: string; readonly Count: number }
    readonly FieldSpec: GoFieldSpec
  }
}

test.skipIf(folder === undefined)('replica counts are set', () => {
  for (const { name, input, expected, filter } of rows<ReplicaRow>('api_filters_replicacount_TestFilter')) {
    const replica = { name: filter.Replica.Name, count: filter.Replica.Count }
    const step = replicaCountTransformer({ replica, fieldSpecs: [specOf(filter.FieldSpec)] })
    expect(afterSteps(input, step), name).toBe(printed(resourcesOf(expected)))
  }
})

function specOf({ Path, Gvk = {}, CreateIfNotPresent = false }: GoFieldSpec): FieldSpec {
  const { Group = '', Version = '', Kind = '' } = Gvk
  return { path: Path, group: Group, version: Version, kind: Kind, create: CreateIfNotPresent }
}
