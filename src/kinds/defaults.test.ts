import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { mapAt } from './read.ts'
import { kindTable } from './table.ts'
import { create, deployment, job, setAt, update } from './testing-writes.ts'

const elsewhere = { type: 'ExternalName', externalName: 'x.y' }

describe('what is filled in', () => {
  it.each([
    ['made as one', create('Service', { spec: { ...elsewhere, internalTrafficPolicy: 'Cluster' } })],
    [
      'turned into one',
      update('Service', { spec: { ports: [{ port: 80 }] } }, (object) =>
        Object.assign(mapAt(object, 'spec'), elsewhere),
      ),
    ],
  ])('a service that is a name elsewhere has no policy for traffic within the cluster: %s', (_, { object }) => {
    expect(mapAt(object, 'spec')).toMatchObject(elsewhere)
    expect(mapAt(object, 'spec')).not.toHaveProperty('internalTrafficPolicy')
  })

  it('a pod', () => {
    const { object } = create('Pod', {
      status: { phase: 'Running' },
      spec: {
        serviceAccountName: 'x',
        volumes: [{ name: 'v', secret: { secretName: 's' } }],
        containers: [
          {
            name: 'c',
            image: 'reg:5000/nginx',
            resources: { limits: { cpu: '1000m', memory: '1024Mi' } },
            readinessProbe: { httpGet: { port: 80 } },
          },
        ],
      },
    })
    expect(JSON.parse(JSON.stringify({ spec: object['spec'], status: object['status'] }))).toEqual({
      spec: {
        serviceAccountName: 'x',
        serviceAccount: 'x',
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        terminationGracePeriodSeconds: 30,
        schedulerName: 'default-scheduler',
        securityContext: {},
        enableServiceLinks: true,
        volumes: [{ name: 'v', secret: { secretName: 's', defaultMode: 420 } }],
        containers: [
          {
            name: 'c',
            image: 'reg:5000/nginx',
            imagePullPolicy: 'Always',
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
            resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
            readinessProbe: {
              httpGet: { port: 80, path: '/', scheme: 'HTTP' },
              timeoutSeconds: 1,
              periodSeconds: 10,
              successThreshold: 1,
              failureThreshold: 3,
            },
          },
        ],
      },
      status: { phase: 'Pending', qosClass: 'Guaranteed' },
    })
  })

  it('a deployment, whose generation grows with its spec', () => {
    const { object } = create('apps/Deployment', deployment)
    expect(object['spec']).toMatchObject({
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
    })
    expect(object.metadata['generation']).toBe(1)
    const changed = update('apps/Deployment', deployment, (each) => setAt(each, ['spec', 'replicas'], 3)).object
    expect(changed.metadata['generation']).toBe(2)
    const labelled = update('apps/Deployment', deployment, (each) =>
      setAt(each, ['metadata', 'labels'], { a: 'b' }),
    ).object
    expect(labelled.metadata['generation']).toBe(1)
  })

  it('a job, whose pods carry its uid', () => {
    const { object } = create('batch/Job', job)
    expect(object['spec']).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u1' } },
    })
  })

  it('a secret, whose texts become bytes', () => {
    const { object } = create('Secret', { stringData: { a: 'b' } })
    expect([object['type'], object['data'], object['stringData']]).toEqual(['Opaque', { a: 'Yg==' }, undefined])
  })

  it('a request for a certificate, whose user is the one who asks', () => {
    const { object } = create('certificates.k8s.io/CertificateSigningRequest', { spec: { username: 'root' } })
    expect(object['spec']).toMatchObject({ username: 'alice', groups: ['dev'] })
  })
})

describe('two names of one thing', () => {
  it('addresses of a pod', () => {
    const { strategy } = kindTable.find((each) => each.kind === 'Pod') ?? {}
    const filled = (status: JsonObject) => {
      const object: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, status }
      strategy?.defaults?.(object)
      return object['status']
    }
    const both = { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] }
    expect(filled({ podIP: '10.0.0.1' })).toEqual(both)
    expect(filled({ podIPs: [{ ip: '10.0.0.1' }] })).toEqual(both)
    expect(filled({ podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.2' }] })).toEqual(both)
  })

  it('an autoscaler of version v1 without a metric watches the processor', () => {
    const target = { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 3 }
    const kind = kindTable.find((each) => each.version === 'v1' && each.kind === 'HorizontalPodAutoscaler')
    const object = {
      apiVersion: 'autoscaling/v1',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'x' },
      spec: target,
    }
    kind?.strategy.defaults?.(object)
    expect(object.spec).toEqual({ ...target, minReplicas: 1, targetCPUUtilizationPercentage: 80 })
    const [stored] = (kind?.storage.convert?.toStored([object]) ?? []) as readonly KubeObject[]
    expect(stored?.['spec']).toMatchObject({
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 80 } } }],
    })
    const [back] = (kind?.storage.convert?.fromStored(stored === undefined ? [] : [stored]) ??
      []) as readonly KubeObject[]
    expect(back?.['spec']).toEqual(object.spec)
  })
})
