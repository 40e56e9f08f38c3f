/** What a line of the log is about. */
export type LogFields = Readonly<Record<string, string | number>>

/** A line of Helm 4's log as Helm 3 says it; where Helm 3 says nothing, the text with its fields. Source: helm v3.17 pkg/action, pkg/kube. */
export function helm3Sentence(text: string, fields: LogFields): string {
  const sentence = SENTENCES[text]
  if (sentence !== undefined) return sentence(fields)
  return [text, ...Object.entries(fields).map(([key, value]) => `${key}=${value}`)].join(' ')
}

const quoted = (value: string | number | undefined): string => JSON.stringify(String(value ?? ''))

const DEFINITIONS = 'This chart or one of its subcharts contains CRDs. Rendering may fail or contain inaccuracies.'

const SENTENCES: Readonly<Record<string, (fields: LogFields) => string>> = {
  'Original chart version': ({ version }) => `Original chart version: ${quoted(version)}`,
  'Chart path': ({ path }) => `CHART PATH: ${path}\n`,
  [DEFINITIONS]: () => `WARNING: ${DEFINITIONS}`,
  'getting release': ({ key }) => `getting release ${quoted(key)}`,
  'creating release': ({ key }) => `creating release ${quoted(key)}`,
  'updating release': ({ key }) => `updating release ${quoted(key)}`,
  'deleting release': ({ key }) => `deleting release ${quoted(key)}`,
  'getting release history': ({ name }) => `getting release history for ${quoted(name)}`,
  'getting last revision': ({ name }) => `getting last revision of ${quoted(name)}`,
  'preparing upgrade': ({ name }) => `preparing upgrade for ${name}`,
  'performing update': ({ name }) => `performing update for ${name}`,
  'creating upgraded release': ({ name }) => `creating upgraded release for ${name}`,
  'updating status for upgraded release': ({ name }) => `updating status for upgraded release for ${name}`,
  'upgrade failed': ({ name, error }) => `warning: Upgrade ${quoted(name)} failed: ${error}`,
  'preparing rollback': ({ name }) => `preparing rollback of ${name}`,
  'performing rollback': ({ name }) => `performing rollback of ${name}`,
  'creating rolled back release': ({ name }) => `creating rolled back release for ${name}`,
  'updating status for rolled back release': ({ name }) => `updating status for rolled back release for ${name}`,
  'uninstall: deleting release': ({ name }) => `uninstall: Deleting ${name}`,
  'purge requested': ({ release }) => `purge requested for ${release}`,
  'Created resource via patch': ({ gvk, name, namespace }) =>
    `Created a new ${kindIn(gvk)} called ${quoted(name)} in ${namespace}`,
  'Patched resource': ({ gvk, name, namespace }) => `Patch ${kindIn(gvk)} ${quoted(name)} in namespace ${namespace}`,
  'no changes detected': ({ kind, name }) => `Looks like there are no changes for ${kind} ${quoted(name)}`,
  'starting delete resource': ({ kind, name }) => `Starting delete for ${quoted(name)} ${kind}`,
  'skipping delete due to annotation': ({ name, annotation, value }) =>
    `Skipping delete of ${quoted(name)} due to annotation [${annotation}=${value}]`,
  'waiting for resource': ({ kind, namespace, name, reason }) =>
    `${kind} is not ready: ${namespace}/${name}. ${reason}`,
}

/** Of `apps/v1, Kind=Deployment` the kind. */
function kindIn(gvk: string | number | undefined): string {
  return String(gvk).replace(/^.*Kind=/, '')
}
