import assert from 'node:assert/strict'
import { at, holds, listAt, nameOf, text, type World } from './world.ts'

const pem = (kind: string, body: string): string => {
  const lines = [`-----BEGIN ${kind}-----`, ...(body.match(/.{1,64}/g) ?? []), `-----END ${kind}-----`, '']
  return Buffer.from(lines.join('\n')).toString('base64')
}

/** A request for a certificate for e2e.example.com, as an object carries it. */
export const request = pem(
  'CERTIFICATE REQUEST',
  'MIHUMHwCAQAwGjEYMBYGA1UEAwwPZTJlLmV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnMqFSJLkafgqlpEhB6DIb3iZqaeVN3TlTsCaZUsOnf7iSnXJkTly992Kc5R8T3c02xsPkkx8kCFnW/BdphkUXaAAMAoGCCqGSM49BAMCA0gAMEUCIQCncOjOGs5WSjmjSj9G0wV51yTwzGMvFCVhh8JLa214PgIgNaX2cpKpe6LaTEJRHA0zCBH4sFNoCHeK5xEQP878xp0=',
)

/** A certificate for e2e.example.com, as an object carries it. */
export const certificate = pem(
  'CERTIFICATE',
  'MIIBizCCATGgAwIBAgIUR8yd4Z58H60DHXyJgKZoOIrdPqcwCgYIKoZIzj0EAwIwGjEYMBYGA1UEAwwPZTJlLmV4YW1wbGUuY29tMCAXDTI2MTEyMTE5MDc1NloYDzIxMjYxMDI4MTkwNzU2WjAaMRgwFgYDVQQDDA9lMmUuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASli13I8dv++b08pGwMMVGlzp163vt6s+bSo6L1eySgGSTq/TlAFUsvsM/EnNcSmRfNrb9KniIYUHJ47dQDroZ+o1MwUTAdBgNVHQ4EFgQUQgAj+9TCi78Ai50wE2frc11Ci6owHwYDVR0jBBgwFoAUQgAj+9TCi78Ai50wE2frc11Ci6owDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAsOphimFkHRNdHoytRlW/bpp319rRloiPQLyhHOuJbAAIhAIHI1s6eGAbHzHlYWIuxSfwRrOfLy4F1/IkfJDFIyq1F',
)

/** Reads, patches and updates the approval of a request. */
export async function approveRequest({ api, json }: World, path: string): Promise<void> {
  const read = await json.get(`${path}/approval`)
  assert.equal(read['kind'], 'CertificateSigningRequest')
  const condition = { type: 'ApprovalPatch', status: 'True', reason: 'e2e' }
  const patch = { metadata: { annotations: { patchedapproval: 'true' } }, status: { conditions: [condition] } }
  holds(await api.patch(`${path}/approval`, 'merge', patch), patch)
  const approved = { type: 'Approved', status: 'True', reason: 'E2E', message: 'Set from an e2e test' }
  const updated = await api.update(
    path,
    (object) => void (listAt(object, 'status.conditions') as object[]).push(approved),
    '/approval',
  )
  holds(updated, { status: { conditions: [condition, approved] } })
  assert.equal(listAt(updated, 'status.conditions').length, 2)
  const signer = text(updated, 'spec.signerName')
  assert.equal((await api.list(collectionOf(path), { fieldSelector: `spec.signerName=${signer}` })).length, 3)
  assert.equal((await api.list(collectionOf(path), { fieldSelector: `metadata.name=${nameOf(updated)}` })).length, 1)
  assert.equal(typeof at(updated, 'status.conditions.0.lastUpdateTime'), 'string')
}

function collectionOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
