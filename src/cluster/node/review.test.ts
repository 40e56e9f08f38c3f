import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { passed } from './review.ts'

test.each<readonly [string, JsonObject, JsonObject]>([
  [
    'an admission is allowed',
    { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { uid: 'u', object: { kind: 'Pod' } } },
    { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid: 'u', allowed: true } },
  ],
  [
    'a conversion changes the version and nothing else',
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'ConversionReview',
      request: { uid: 'u', desiredAPIVersion: 'a/v2', objects: [{ apiVersion: 'a/v1', kind: 'A', spec: { x: 1 } }] },
    },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'ConversionReview',
      response: {
        uid: 'u',
        convertedObjects: [{ apiVersion: 'a/v2', kind: 'A', spec: { x: 1 } }],
        result: { status: 'Success' },
      },
    },
  ],
])('%s', (_, question, answer) => {
  expect(passed(question)).toEqual(answer)
})
