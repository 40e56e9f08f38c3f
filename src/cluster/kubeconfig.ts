import type { KubeconfigEntry } from '#client'
import type { Certificates } from './state/certificates.ts'
import { contextName } from './state/folder.ts'

/** The administrator's entry for a cluster, with everything inline. */
export function kubeconfigEntry(
  name: string,
  server: string,
  { trusted, admin }: Pick<Certificates, 'trusted' | 'admin'>,
): KubeconfigEntry {
  return {
    name: contextName(name),
    cluster: { server, 'certificate-authority-data': base64(trusted.join('')) },
    user: { 'client-certificate-data': base64(admin.certificate), 'client-key-data': base64(admin.key) },
    isCurrent: true,
  }
}

function base64(pem: string): string {
  return Buffer.from(pem).toString('base64')
}
