import { KustomizeError } from '../error.ts'
import { newObject } from '../resource/json.ts'
import { Resource } from '../resource/resource.ts'

/** What the generator of cloud service accounts is told. */
export interface IamPolicyArgs {
  readonly cloud?: string
  readonly kubernetesService?: { readonly name?: string; readonly namespace?: string }
  readonly serviceAccount?: { readonly name?: string; readonly projectId?: string }
}

/** A service account that stands for one of the cloud's. Throws `bad-config` for a cloud that is not known. */
export function generateIamPolicy({
  cloud = '',
  kubernetesService = {},
  serviceAccount = {},
}: IamPolicyArgs): Resource {
  if (cloud !== 'gke') {
    throw new KustomizeError({ code: 'bad-config', message: `cloud provider ${cloud} not supported yet` })
  }
  const { name = '', namespace = '' } = kubernetesService
  const account = `${serviceAccount.name ?? ''}@${serviceAccount.projectId ?? ''}.iam.gserviceaccount.com`
  const annotations = Object.assign(newObject(), { 'iam.gke.io/gcp-service-account': account })
  const metadata = Object.assign(newObject(), { annotations, name })
  if (namespace !== '') metadata['namespace'] = namespace
  return new Resource(Object.assign(newObject(), { apiVersion: 'v1', kind: 'ServiceAccount', metadata }))
}
