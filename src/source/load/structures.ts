import type { FieldType, Structure } from './decode.ts'

const string: FieldType = { kind: 'string' }
const bool: FieldType = { kind: 'bool' }
const stringList: FieldType = { kind: 'list', of: string }

const maintainer: Structure = { name: 'Maintainer', fields: { name: string, email: string, url: string } }

const dependency: Structure = {
  name: 'Dependency',
  fields: {
    name: string,
    version: string,
    repository: string,
    condition: string,
    tags: stringList,
    enabled: bool,
    'import-values': { kind: 'list', of: { kind: 'any' } },
    alias: string,
  },
}

const dependencyList: FieldType = { kind: 'list', of: { kind: 'structure', structure: dependency } }

/** Chart.yaml and requirements.yaml. Source: helm pkg/chart/v2/metadata.go. */
export const metadataStructure: Structure = {
  name: 'Metadata',
  fields: {
    name: string,
    home: string,
    sources: stringList,
    version: string,
    description: string,
    keywords: stringList,
    maintainers: { kind: 'list', of: { kind: 'structure', structure: maintainer } },
    icon: string,
    apiVersion: string,
    condition: string,
    tags: string,
    appVersion: string,
    deprecated: bool,
    annotations: { kind: 'strings' },
    kubeVersion: string,
    dependencies: dependencyList,
    type: string,
  },
}

/** Chart.lock and requirements.lock. Source: helm pkg/chart/v2/dependency.go. */
export const lockStructure: Structure = {
  name: 'Lock',
  fields: { generated: { kind: 'time' }, digest: string, dependencies: dependencyList },
}

/** The part of Chart.yaml that Helm 4 reads first to choose a loader. Source: helm pkg/chart/loader/load.go. */
export const chartBaseStructure: Structure = { name: 'chartBase', fields: { apiVersion: string } }
