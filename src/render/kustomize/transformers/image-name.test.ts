import { expect, test } from 'vitest'
import { splitImage } from './image-name.ts'

test.each([
  ['nginx', 'nginx', '', ''],
  ['nginx:1.2', 'nginx', '1.2', ''],
  ['nginx@sha256:abc', 'nginx', '', 'sha256:abc'],
  ['nginx:1.2@sha256:abc', 'nginx', '1.2', 'sha256:abc'],
  ['host:5000/nginx', 'host:5000/nginx', '', ''],
  ['host:5000/a/nginx:2', 'host:5000/a/nginx', '2', ''],
  ['host:5000/nginx@sha256:abc', 'host:5000/nginx', '', 'sha256:abc'],
  ['/nginx:1', '/nginx', '1', ''],
  ['', '', '', ''],
])('an image is cut into name, tag and digest: %s', (image, name, tag, digest) => {
  expect(splitImage(image)).toEqual({ name, tag, digest })
})
