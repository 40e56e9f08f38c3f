import { always, type GoStruct, goAny, goBool, goString, goTime, mapOf, optional, sliceOf } from './go-type.ts'

/** `chart.Maintainer`. Source: helm.sh/helm/v4 pkg/chart/v2/metadata.go. */
const maintainerType: GoStruct = {
  kind: 'struct',
  name: 'Maintainer',
  pkg: 'chart',
  isPointer: true,
  fields: [optional('name', goString), optional('email', goString), optional('url', goString)],
}

/** `chart.Dependency`. Source: helm.sh/helm/v4 pkg/chart/v2/dependency.go. */
export const dependencyType: GoStruct = {
  kind: 'struct',
  name: 'Dependency',
  pkg: 'chart',
  isPointer: true,
  fields: [
    always('name', goString),
    optional('version', goString),
    always('repository', goString),
    optional('condition', goString),
    optional('tags', sliceOf(goString)),
    optional('enabled', goBool),
    optional('import-values', sliceOf(goAny), 'importValues'),
    optional('alias', goString),
  ],
}

/** `chart.Metadata`, fields in the order that JSON has. Source: helm.sh/helm/v4 pkg/chart/v2/metadata.go. */
export const metadataType: GoStruct = {
  kind: 'struct',
  name: 'Metadata',
  pkg: 'chart',
  isPointer: true,
  fields: [
    optional('name', goString),
    optional('home', goString),
    optional('sources', sliceOf(goString)),
    optional('version', goString),
    optional('description', goString),
    optional('keywords', sliceOf(goString)),
    optional('maintainers', sliceOf(maintainerType)),
    optional('icon', goString),
    optional('apiVersion', goString),
    optional('condition', goString),
    optional('tags', goString),
    optional('appVersion', goString),
    optional('deprecated', goBool),
    optional('annotations', mapOf(goString)),
    optional('kubeVersion', goString),
    optional('dependencies', sliceOf(dependencyType)),
    optional('type', goString),
  ],
}

/** `chart.Lock`. */
export const lockType: GoStruct = {
  kind: 'struct',
  name: 'Lock',
  pkg: 'chart',
  isPointer: true,
  fields: [always('generated', goTime), always('digest', goString), always('dependencies', sliceOf(dependencyType))],
}
