/** Charts as files by path: what every sandbox of the command-line comparison starts with. */
export const chartFiles: Readonly<Record<string, string>> = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\nappVersion: "2.0"\ndescription: a web server\n',
  'web/values.yaml': '# how many\nreplicaCount: 1\nimage:\n  repository: nginx\n  tag: ""\nlist: [a, b]\n',
  'web/README.md': '# web\n\nServes.\n',
  'web/LICENSE': 'free\n',
  'web/.helmignore': '*.bak\n',
  'web/ignored.bak': 'x\n',
  'web/crds/thing.yaml':
    'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.example.com\n',
  'web/templates/_helpers.tpl': '{{ define "web.name" }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}\n',
  'web/templates/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include "web.name" . }}\n  namespace: {{ .Release.Namespace }}\n',
  'web/templates/deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ include "web.name" . }}\n  labels:\n    upgrade: "{{ .Release.IsUpgrade }}"\n    kube: {{ .Capabilities.KubeVersion.Version | quote }}\n    has: {{ .Capabilities.APIVersions.Has "example.com/v1" | quote }}\nspec:\n  replicas: {{ .Values.replicaCount }}\n  image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}\n',
  'web/templates/hook.yaml':
    'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: hook\n  annotations:\n    helm.sh/hook: pre-install\n',
  'web/templates/tests/check.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: check\n  annotations:\n    helm.sh/hook: test\n',
  'web/templates/NOTES.txt': 'Installed {{ .Release.Name }}.\n',
  'umbrella/Chart.yaml':
    'apiVersion: v2\nname: umbrella\nversion: 0.1.0\ndependencies:\n- name: web\n  version: ">=1.0.0"\n  repository: file://../web\n',
  'umbrella/templates/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
  'remote/Chart.yaml':
    'apiVersion: v2\nname: remote\nversion: 0.1.0\ndependencies:\n- name: nginx\n  version: ^1.0.0\n  repository: "@r"\n- name: cache\n  version: 3.x.x\n  repository: "alias:r"\n  condition: cache.enabled\n',
  'nowhere/Chart.yaml':
    'apiVersion: v2\nname: nowhere\nversion: 0.1.0\ndependencies:\n- name: gone\n  version: 1.0.0\n  repository: http://127.0.0.1:1\n',
  'partly/Chart.yaml':
    'apiVersion: v2\nname: partly\nversion: 0.1.0\ndependencies:\n- {name: here, version: 1.0.0, repository: ""}\n- {name: there, version: 1.x, repository: "http://127.0.0.1:1"}\n- {name: wrong, version: 2.0.0, repository: ""}\n',
  'partly/charts/here/Chart.yaml': 'apiVersion: v2\nname: here\nversion: 1.0.0\n',
  'partly/charts/wrong/Chart.yaml': 'apiVersion: v2\nname: wrong\nversion: 1.0.0\n',
  'partly/charts/extra/Chart.yaml': 'apiVersion: v2\nname: extra\nversion: 1.0.0\n',
  'locked/Chart.yaml':
    'apiVersion: v2\nname: locked\nversion: 0.1.0\ndependencies:\n- {name: web, version: 1.2.3, repository: "file://../web"}\n',
  'locked/Chart.lock': 'dependencies: []\ndigest: sha256:0\ngenerated: "2020-01-01T00:00:00Z"\n',
  'broken/Chart.yaml': 'apiVersion: v2\nname: broken\nversion: 0.1.0\n',
  'broken/templates/a.yaml': 'a: {{ .Values.x.y.z }}\n',
  'unparsed/Chart.yaml': 'apiVersion: v2\nname: unparsed\nversion: 0.1.0\n',
  'unparsed/templates/a.yaml': 'a: {{ if }}\n',
  'badoutput/Chart.yaml': 'apiVersion: v2\nname: badoutput\nversion: 0.1.0\n',
  'badoutput/templates/a.yaml': 'a: b: c\n',
  'fails/Chart.yaml': 'apiVersion: v2\nname: fails\nversion: 0.1.0\n',
  'fails/templates/a.yaml': '{{ fail "no way" }}\n',
  'needs/Chart.yaml': 'apiVersion: v2\nname: needs\nversion: 0.1.0\n',
  'needs/templates/a.yaml': 'a: {{ required "a is needed" .Values.a }}\n',
  'schema/Chart.yaml': 'apiVersion: v2\nname: schema\nversion: 0.1.0\n',
  'schema/values.yaml': 'port: 80\n',
  'schema/values.schema.json': '{"type":"object","properties":{"port":{"type":"integer"}},"required":["port"]}',
  'schema/templates/a.yaml': 'port: {{ .Values.port }}\n',
  'newkube/Chart.yaml': 'apiVersion: v2\nname: newkube\nversion: 0.1.0\nkubeVersion: ">=1.40.0"\n',
  'library/Chart.yaml': 'apiVersion: v2\nname: library\nversion: 0.1.0\ntype: library\n',
  'deprecated/Chart.yaml': 'apiVersion: v2\nname: deprecated\nversion: 0.1.0\ndeprecated: true\n',
  'deprecated/templates/a.yaml': 'apiVersion: v1\nkind: List\nmetadata: {name: a}\n',
  'noname/Chart.yaml': 'apiVersion: v2\nversion: 0.1.0\n',
  'badversion/Chart.yaml': 'apiVersion: v2\nname: badversion\nversion: x.y\n',
  'badchart/Chart.yaml': 'name: [\n',
  'nochart/values.yaml': 'a: 1\n',
  'old/Chart.yaml': 'apiVersion: v1\nname: old\nversion: 0.1.0\n',
  'old/requirements.yaml': 'dependencies:\n- {name: web, version: 1.x, repository: "file://../web"}\n',
  'lookups/Chart.yaml': 'apiVersion: v2\nname: lookups\nversion: 0.1.0\n',
  'lookups/templates/a.yaml': 'a: {{ (lookup "v1" "Secret" "default" "s") | toJson }}\n',
}

/** Further files of a sandbox: values, filters, a starter and a plugin. */
export const sandboxFiles: Readonly<Record<string, string>> = {
  'vals.yaml': 'replicaCount: 3\nimage:\n  tag: v9\n',
  'two.yaml': 'replicaCount: 4\n---\nreplicaCount: 5\n',
  'bad.yaml': 'a: [1\n',
  'list.yaml': '- a\n',
  'empty.yaml': '',
  'file.txt': 'from a file',
  'repo/placeholder.txt': '',
  'notes.tgz': 'not an archive',
  'password.txt': 'secret\n',
  'plugins/mark/plugin.yaml':
    'apiVersion: v1\ntype: postrenderer/v1\nname: mark\nversion: 0.1.0\nruntime: subprocess\nruntimeConfig:\n  platformCommand:\n  - command: sed\n    args: ["s/nginx/marked/"]\n',
  'plugins/failing/plugin.yaml':
    'apiVersion: v1\ntype: postrenderer/v1\nname: failing\nversion: 0.1.0\nruntime: subprocess\nruntimeConfig:\n  platformCommand:\n  - command: sh\n    args: ["-c", "echo oh dear >&2; exit 3"]\n',
  'plugins/other/plugin.yaml':
    'apiVersion: v1\ntype: cli/v1\nname: other\nversion: 0.1.0\nruntime: subprocess\nconfig: {}\nruntimeConfig:\n  platformCommand:\n  - command: cat\n',
}

const chart = (name: string, version: string, more = ''): Readonly<Record<string, string>> => ({
  [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: ${version}\n${more}`,
  [`${name}/values.yaml`]: 'a: 1\n',
  [`${name}/templates/cm.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-${name}\ndata:\n  v: "${version}"\n`,
})

/** What the chart repository serves, by path. */
export const served: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/nginx-1.0.0.tgz': chart('nginx', '1.0.0'),
  '/nginx-1.1.0.tgz': chart('nginx', '1.1.0'),
  '/nginx-2.0.0-rc.1.tgz': chart('nginx', '2.0.0-rc.1'),
  '/cache-3.1.0.tgz': chart('cache', '3.1.0', 'deprecated: true\n'),
}

/** The repository's index; digests are left out so that archives may be remade. */
export const repositoryIndex = `apiVersion: v1
entries:
  nginx:
  - {apiVersion: v2, name: nginx, version: 2.0.0-rc.1, appVersion: "1.27", description: a web server soon, urls: [nginx-2.0.0-rc.1.tgz]}
  - {apiVersion: v2, name: nginx, version: 1.1.0, appVersion: "1.26", description: a web server, urls: [nginx-1.1.0.tgz]}
  - {apiVersion: v2, name: nginx, version: 1.0.0, appVersion: "1.25", description: a web server, urls: [nginx-1.0.0.tgz]}
  cache:
  - {apiVersion: v2, name: cache, version: 3.1.0, deprecated: true, description: "Keeps what was asked for before, for those who ask again and again and again", urls: [cache-3.1.0.tgz]}
  lost:
  - {apiVersion: v2, name: lost, version: 1.0.0, urls: [lost-1.0.0.tgz]}
generated: "2026-01-01T00:00:00Z"
`
