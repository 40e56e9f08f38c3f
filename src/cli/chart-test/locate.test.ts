import { expect, test } from 'vitest'
import { lineOfName } from './locate.ts'

const output = `
apiVersion: v1
kind: Service
metadata:
  name: web
---
apiVersion: apps/v1
kind: "Deployment" # the server
metadata:
  labels: {}
  name: 'web'
spec:
  template: {}
---
metadata:
  name: late
kind: ConfigMap
---
{ kind: Secret, metadata: { labels: {},
  name: flow } }
`

test.each<readonly [string, string, number | undefined]>([
  ['Service', 'web', 5],
  ['Deployment', 'web', 11],
  ['ConfigMap', 'late', 16],
  ['Secret', 'flow', 20],
  ['Service', 'other', undefined],
  ['Secret', 'web', undefined],
])('%s %s', (kind, name, line) => {
  expect(lineOfName(output, { kind, name })).toBe(line)
})
