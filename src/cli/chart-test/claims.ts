import { type Client, coreType } from '#client'
import { textAt } from '#kube'

const events = coreType('events', 'Event')

/** Why claims are not bound that pods wait for; nothing unless the reasons say that pods do. Throws StatusError, ClientError. */
export async function claimLines(client: Client, reasons: readonly string[]): Promise<string[]> {
  if (!reasons.some((line) => line.includes('unbound immediate PersistentVolumeClaims'))) return []
  const { items } = await client.list(events, { fieldSelector: 'reason=ProvisioningFailed' })
  const lines = items.map((event) => {
    return `PersistentVolumeClaim/${textAt(event, 'involvedObject', 'name')}: ${textAt(event, 'message')}`
  })
  return [...new Set(lines)].filter((line) => !reasons.some((one) => one.includes(line.replace(/^[^:]*: /, ''))))
}
