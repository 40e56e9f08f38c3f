import { isSet, makeMap, mapAt, mapsAt, textAt } from '#kinds'
import type { Clock, JsonObject, KubeObject } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { annotationOf, forbid, isAbout } from './refuse.ts'

const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount'
const VOLUME = 'kube-api-access'
const ENFORCE = 'kubernetes.io/enforce-mountable-secrets'
/** New namespaces get their default account a moment later: so long a pod waits for it. */
const PATIENCE_MS = 1500

/** What the plugin takes from outside. */
export interface ServiceAccountOptions {
  readonly clock: Clock
  /** A number from 0 up to 1. */
  random(): number
}

/** Every pod runs as a service account that is there, with a token for the API. */
export function serviceAccount(options: ServiceAccountOptions): AdmissionPlugin {
  return {
    name: 'ServiceAccount',
    operations: ['CREATE', 'UPDATE'],
    admit: async (request, registry) => {
      const { object: pod, operation } = request
      if (pod === undefined || operation !== 'CREATE' || !isAbout(request, '', 'pods')) return
      if (isMirror(pod)) return refuseMirror(request, pod)
      const spec = makeMap(pod, 'spec')
      const name = textAt(spec, 'serviceAccountName') || textAt(spec, 'serviceAccount') || 'default'
      spec['serviceAccountName'] = name
      spec['serviceAccount'] = name
      const account = await findAccount(request, name, { registry, options })
      if (isMounted(spec, account)) mountToken(spec, options)
      const pullSecrets = mapsAt(account, 'imagePullSecrets')
      if (mapsAt(spec, 'imagePullSecrets').length > 0 || pullSecrets.length === 0) return
      spec['imagePullSecrets'] = pullSecrets.map((secret) => ({ name: textAt(secret, 'name') }))
    },
    validate: (request, registry) => validate(request, registry),
  }
}

function isMirror(pod: KubeObject): boolean {
  return annotationOf(pod, 'kubernetes.io/config.mirror') !== undefined
}

function refuseMirror(request: AdmissionRequest, pod: KubeObject): void {
  const spec = mapAt(pod, 'spec')
  if (textAt(spec, 'serviceAccountName') !== '')
    throw forbid(request, 'a mirror pod may not reference service accounts')
  for (const volume of mapsAt(spec, 'volumes')) {
    if (isSet(volume, 'secret')) throw forbid(request, 'a mirror pod may not reference secrets')
    const sources = mapsAt(mapAt(volume, 'projected'), 'sources')
    if (sources.some((source) => isSet(source, 'serviceAccountToken'))) {
      throw forbid(request, 'a mirror pod may not use ServiceAccountToken volume projections')
    }
  }
}

interface Means {
  readonly registry: Registry
  readonly options: ServiceAccountOptions
}

async function findAccount(request: AdmissionRequest, name: string, { registry, options }: Means): Promise<KubeObject> {
  const kind = registry.kinds.find('', 'v1', 'serviceaccounts')
  const read = (): KubeObject | undefined => kind && registry.read(kind, request.namespace, name)
  const present = read()
  if (present !== undefined) return present
  if (name === 'default') await appearance(read, options.clock)
  const late = read()
  if (late !== undefined) return late
  const where = `${request.namespace}/${name}`
  throw forbid(request, `error looking up service account ${where}: serviceaccount "${name}" not found`)
}

function appearance(read: () => KubeObject | undefined, clock: Clock): Promise<void> {
  const untilMs = clock.now() + PATIENCE_MS
  return new Promise((resolve) => {
    const look = (): void => {
      if (read() !== undefined || clock.now() >= untilMs) resolve()
      else clock.setTimer(50, look)
    }
    look()
  })
}

function isMounted(spec: JsonObject, account: KubeObject): boolean {
  const wish = spec['automountServiceAccountToken'] ?? account['automountServiceAccountToken']
  return wish !== false
}

function mountToken(spec: JsonObject, options: ServiceAccountOptions): void {
  const volumes = mapsAt(spec, 'volumes')
  const present = volumes.find((volume) => textAt(volume, 'name').startsWith(`${VOLUME}-`))
  const name = present === undefined ? freeName(volumes, options) : textAt(present, 'name')
  let isNeeded = false
  for (const list of ['initContainers', 'containers']) {
    for (const container of mapsAt(spec, list)) {
      const mounts = mapsAt(container, 'volumeMounts')
      if (mounts.some(({ mountPath }) => mountPath === MOUNT_PATH)) continue
      container['volumeMounts'] = [...mounts, { name, readOnly: true, mountPath: MOUNT_PATH }]
      isNeeded = true
    }
  }
  if (isNeeded && present === undefined) spec['volumes'] = [...volumes, { name, projected: tokenProjection() }]
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

function freeName(volumes: readonly JsonObject[], { random }: ServiceAccountOptions): string {
  const suffix = Array.from({ length: 5 }, () => LETTERS[Math.floor(random() * LETTERS.length)] ?? 'b').join('')
  const name = `${VOLUME}-${suffix}`
  return volumes.some((volume) => volume['name'] === name) ? `${name}-x` : name
}

/** Token, certificate authority and namespace in one volume, as client-go looks for them. */
function tokenProjection(): JsonObject {
  return {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  }
}

/** Accounts that say so let their pods use no secrets but their own. */
function validate(request: AdmissionRequest, registry: Registry): void {
  const { object: pod, resource, subresource, operation } = request
  if (pod === undefined || resource.group !== '' || resource.resource !== 'pods' || isMirror(pod)) return
  if (operation === 'CREATE' ? subresource !== '' : subresource !== 'ephemeralcontainers') return
  const kind = registry.kinds.find('', 'v1', 'serviceaccounts')
  const name = textAt(mapAt(pod, 'spec'), 'serviceAccountName')
  const account = kind && registry.read(kind, request.namespace, name)
  if (account === undefined || annotationOf(account, ENFORCE) !== 'true') return
  const problem = foreignSecret(mapAt(pod, 'spec'), account)
  if (problem !== undefined) throw forbid(request, problem)
}

function foreignSecret(spec: JsonObject, account: KubeObject): string | undefined {
  const allowed = new Set(mapsAt(account, 'secrets').map((secret) => textAt(secret, 'name')))
  const why = `is not allowed because service account ${account.metadata.name} does not reference that secret`
  for (const volume of mapsAt(spec, 'volumes')) {
    const name = textAt(mapAt(volume, 'secret'), 'secretName')
    if (name !== '' && !allowed.has(name)) return `volume with secret.secretName=${JSON.stringify(name)} ${why}`
  }
  for (const [list, label] of CONTAINERS) {
    for (const container of mapsAt(spec, list)) {
      const found = foreignVariable(container, allowed)
      if (found !== undefined) return `${label} ${textAt(container, 'name')} with ${found} ${why}`
    }
  }
  const pulls = new Set(mapsAt(account, 'imagePullSecrets').map((secret) => textAt(secret, 'name')))
  const at = mapsAt(spec, 'imagePullSecrets').findIndex((secret) => !pulls.has(textAt(secret, 'name')))
  if (at < 0) return undefined
  const name = JSON.stringify(textAt(mapsAt(spec, 'imagePullSecrets')[at] ?? {}, 'name'))
  return `imagePullSecrets[${at}].name=${name} is not allowed because service account ${account.metadata.name} does not reference that imagePullSecret`
}

const CONTAINERS = [
  ['initContainers', 'init container'],
  ['containers', 'container'],
  ['ephemeralContainers', 'ephemeral container'],
] as const

function foreignVariable(container: JsonObject, allowed: ReadonlySet<string>): string | undefined {
  for (const variable of mapsAt(container, 'env')) {
    const name = textAt(mapAt(variable, 'valueFrom', 'secretKeyRef'), 'name')
    if (name !== '' && !allowed.has(name)) {
      return `envVar ${textAt(variable, 'name')} referencing secret.secretName=${JSON.stringify(name)}`
    }
  }
  for (const source of mapsAt(container, 'envFrom')) {
    const name = textAt(mapAt(source, 'secretRef'), 'name')
    if (name !== '' && !allowed.has(name)) return `envFrom referencing secret.secretName=${JSON.stringify(name)}`
  }
  return undefined
}
