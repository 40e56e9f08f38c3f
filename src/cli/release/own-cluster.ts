import type { Session } from '../frame/session.ts'

/** The kubeconfig of our own cluster that runs: the one of the default name, else the only one. Undefined when none does. */
export async function ownKubeconfig({ environment, home }: Session): Promise<string | undefined> {
  const { clusterFolder, dataHome, listClusters } = await import('#cluster')
  const place = dataHome({ HOME: home, ...environment })
  const running = (await listClusters(place)).filter(({ status }) => status === 'running')
  const [first, second] = running.toSorted((a, b) => Number(b.context === OWN) - Number(a.context === OWN))
  if (first === undefined || (second !== undefined && first.context !== OWN)) return undefined
  return clusterFolder(place, first.name).kubeconfig
}

/** The context of the cluster that commands mean when none is named. */
const OWN = 'berth'
