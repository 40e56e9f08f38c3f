/** A case of the corpus that must fail, and why: found with helm 4.1.4 on the same cluster. */
export interface FailingCase {
  /** Part of the chart's folder. */
  readonly chart: string
  /** Its values file; `default values` where it has none. */
  readonly label: RegExp
  readonly step: string
  /** What the reason says; helm says the same. */
  readonly reason: RegExp
  /** What the way out says. */
  readonly hint: RegExp
}

const missing = (kind: string): Pick<FailingCase, 'step' | 'reason' | 'hint'> => ({
  step: 'install',
  reason: new RegExp(`no matches for kind "${kind}"`),
  hint: /--crds/,
})

/** Every case that must fail; all others must pass. */
export const FAILING: readonly FailingCase[] = [
  {
    chart: 'datadog',
    label: /kubeconform/,
    step: 'install',
    reason: /Available: 0\/2[^]*didn't match Pod's node affinity\/selector/,
    hint: /--node-label/,
  },
  { chart: 'argo-cd', label: /listenerset/, ...missing('ListenerSet') },
  { chart: 'argo-cd', label: /vpa/, ...missing('VerticalPodAutoscaler') },
  {
    chart: 'testdata~subpop',
    label: /default/,
    step: 'install',
    reason: /no matches for kind "CustomResourceDefinition" in version "apiextensions\.k8s\.io\/v1beta1"/,
    hint: /apiextensions\.k8s\.io\/v1, not/,
  },
  {
    chart: 'istio-discovery',
    label: /default/,
    step: 'install',
    reason: /namespaces "istio-system" not found/,
    hint: /-n istio-system/,
  },
  { chart: 'ingress-nginx', label: /cert-manager/, ...missing('Certificate') },
  { chart: 'metrics-server', label: /certManager/, ...missing('Certificate') },
  {
    chart: 'metrics-server',
    label: /existingSecret/,
    step: 'install',
    reason: /Available: 0\/1[^]*secret "metrics-server-existing" not found/,
    hint: /--with/,
  },
  {
    chart: 'keystone',
    label: /default/,
    step: 'install',
    reason: /Available: 0\/1[^]*didn't match Pod's node affinity\/selector/,
    hint: /--node-label/,
  },
  { chart: 'kube-prometheus-stack', label: /05-ingress-and-gateway/, ...missing('HTTPRoute') },
  { chart: 'spire', label: /external-mysql/, ...missing('ClusterSPIFFEID') },
  { chart: 'spire', label: /external-postgres/, ...missing('ClusterSPIFFEID') },
  { chart: 'spire', label: /extras/, ...missing('ClusterSPIFFEID') },
  { chart: 'spire', label: /federation-bundle/, ...missing('ClusterSPIFFEID') },
  { chart: 'spire', label: /oidc/, ...missing('ClusterSPIFFEID') },
  { chart: 'spire', label: /prometheus/, ...missing('PodMonitor') },
  { chart: 'spire', label: /tornjak/, ...missing('ClusterSPIFFEID') },
  { chart: 'spire', label: /upstream-authority-cert-manager/, ...missing('Issuer') },
  { chart: 'spire', label: /upstream-authority-disk/, ...missing('ClusterSPIFFEID') },
  { chart: 'temporal', label: /postgres-tls-internal/, ...missing('Issuer') },
  { chart: 'temporal', label: /postgres-tls-values/, ...missing('Issuer') },
]
